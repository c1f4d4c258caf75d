/**
 * Posts as people write them, with the severity that a person would ask for at least. Written for this test by its
 * author, so they say what the lists do and nothing about how well they do on posts of others.
 */
import { describe, expect, test } from 'vitest';
import { suggestSeverity } from '../../src/alert/risk/rule.ts';
import { TOPICS } from '../../src/alert/risk/topics.ts';
import { isAtLeast, type Severity } from '../../src/words/severity.ts';
import { mention } from '../make.ts';

type Post = readonly [language: string, floor: Severity, text: string];

const SERIOUS: Post[] = [
  ['en', 'SEV1', "Just found my full name, address and last 4 card digits in someone else's account"],
  ['en', 'SEV1', 'A passenger was hurt when the overhead locker came down on AC123'],
  ['en', 'SEV1', 'charger I bought last week caught fire on my desk while I was asleep'],
  ['en', 'SEV1', 'three of us got food poisoning from your lunch box'],
  ['en', 'SEV1', 'My son burned his hand on your kettle, we are in the emergency room'],
  ['en', 'SEV1', 'my grandmother died waiting for the delivery of her oxygen'],
  ['en', 'SEV1', 'The battery just blew up in my bag'],
  ['en', 'SEV1', "your support agent told me no and honestly i don't want to live anymore"],
  ['en', 'SEV1', 'Your app is showing me other customers’ invoices. All of them.'],
  ['en', 'SEV1', 'See you in court. My solicitor has the file.'],
  ['en', 'SEV1', 'Reported you to the ombudsman this morning'],
  ['en', 'SEV1', 'your courier stole my phone out of the parcel'],
  ['en', 'SEV1', 'Has your Twitter account been hacked or is this the new tone?'],
  ['en', 'SEV1', 'lol somebody posted this from the wrong account'],
  ['en', 'SEV2', 'Got told to "go back home" by your gate agent. Racist and proud of it apparently.'],
  ['en', 'SEV2', 'your driver left my dog in the van for two hours'],
  ['en', 'SEV2', 'Doorbell footage of your courier throwing my parcel over the fence'],
  ['en', 'SEV2', 'you charged me twice for the same ticket'],
  ['en', 'SEV2', 'Found a piece of glass in the baby food'],
  ['en', 'SEV2', 'Is the website down for everyone? Cannot log in since 8'],
  ['en', 'SEV2', 'Hi, I am a reporter with the Gazette. Who can I speak to?'],
  ['en', 'SEV2', 'Time to #BoycottAcme until they pay their people'],
  ['en', 'SEV3', 'Oh great, stranded in Porto again. Love spending my holiday on your floor.'],
  ['en', 'SEV3', 'Five stars for making me wait 4 hours on hold, really, bravo'],
  ['en', 'SEV3', "still waiting for my refund. it's been 6 weeks"],
  ['en', 'SEV3', 'The app does not load since the update'],
  ['es', 'SEV1', 'Mi hija acabó en urgencias después de comer vuestro yogur'],
  ['es', 'SEV1', 'se quemo el cargador y casi arde la casa'],
  ['es', 'SEV1', 'Explotó la batería del patinete que me vendieron'],
  ['es', 'SEV1', 'Hay dos muertos en el accidente del autobús de Acme'],
  ['es', 'SEV1', 'En la app veo los datos de otro cliente, con su dirección y todo'],
  ['es', 'SEV1', 'Voy a demandar a esta empresa, ya hablé con mi abogado'],
  ['es', 'SEV1', 'Su repartidor amenazó a mi madre y tuvimos que llamar a la policía'],
  ['es', 'SEV2', 'La azafata nos hizo comentarios racistas delante de todos'],
  ['es', 'SEV2', 'me han cobrado dos veces el mismo billete'],
  ['es', 'SEV2', '¿A alguien más se le ha caído la app? no puedo entrar'],
  ['es', 'SEV2', 'Soy periodista de un diario local y busco su versión'],
  ['es', 'SEV3', 'Llevo esperando tres semanas el reembolso, una vergüenza'],
  ['es', 'SEV3', 'Qué maravilla, otra vez sin respuesta. Gracias por nada.'],
  ['fr', 'SEV1', 'Mon fils s’est brûlé avec votre bouilloire'],
  ['fr', 'SEV1', 'le chargeur a pris feu cette nuit'],
  ['fr', 'SEV1', 'Toute la famille à l’hôpital après votre plat, intoxication alimentaire'],
  ['fr', 'SEV1', 'Un homme est mort sur le vol de ce matin et personne ne dit rien'],
  ['fr', 'SEV1', "je vois le compte d'un autre client quand je me connecte"],
  ['fr', 'SEV1', 'Je vais porter plainte, vous aurez des nouvelles de mon avocat'],
  ['fr', 'SEV1', 'Votre compte a été piraté ou quoi ?'],
  ['fr', 'SEV2', 'Commentaire raciste de la part du steward, inadmissible'],
  ['fr', 'SEV2', 'prelevé deux fois ce mois-ci'],
  ['fr', 'SEV2', 'Encore une panne générale, plus rien ne marche'],
  ['fr', 'SEV3', 'Toujours pas de remboursement. Bravo, quel service…'],
  ['fr', 'SEV3', 'franchement nul, plus jamais chez vous'],
  ['de', 'SEV1', 'Mein Sohn wurde in Ihrem Bus verletzt'],
  ['de', 'SEV1', 'Das Ladegerät hat heute Nacht Feuer gefangen'],
  ['de', 'SEV1', 'Nach eurem Salat lag ich mit einer Vergiftung im Krankenhaus'],
  ['de', 'SEV1', 'Bei der Explosion gab es mehrere Tote'],
  ['de', 'SEV1', 'Ich sehe in der App die Rechnungen eines anderen Kunden'],
  ['de', 'SEV1', 'Das geht jetzt an meinen Anwalt und die Verbraucherzentrale'],
  ['de', 'SEV1', 'Wurdet ihr gehackt? Der letzte Post kann nicht echt sein'],
  ['de', 'SEV2', 'Der Fahrer hat uns rassistisch beleidigt'],
  ['de', 'SEV2', 'Betrag wurde doppelt abgebucht'],
  ['de', 'SEV2', 'Presseanfrage: bitte um Stellungnahme bis 17 Uhr'],
  ['de', 'SEV3', 'Toll, wieder zwei Stunden Verspätung. Läuft bei euch.'],
  ['de', 'SEV3', 'ich waere froh wenn der Kundendienst ist mal erreichbar, funktioniert nicht'],
];

/** Said with words that mean harm elsewhere. */
const HARMLESS: Post[] = [
  ['en', 'SEV4', 'This thing is sick'],
  ['en', 'SEV4', 'You are killing it lately, team'],
  ['en', 'SEV4', 'My phone died, how do I get my boarding pass?'],
  ['en', 'SEV4', 'battery dead again, where can I charge at the gate?'],
  ['en', 'SEV4', 'I died laughing at your last ad'],
  ['en', 'SEV4', 'We burned through three boxes of these in a week, so good'],
  ['en', 'SEV4', 'Would that be a breach of contract on my side?'],
  ['en', 'SEV4', 'What is your policy on discounts for police officers?'],
  ['en', 'SEV4', 'These cookies are dangerously good'],
  ['en', 'SEV4', 'Shout-out to the fire TV app, lovely design'],
  ['en', 'SEV4', 'I love this brand, what a gift, and that tote bag'],
  ['en', 'SEV4', 'Scared to death of flying but you made it easy'],
  ['es', 'SEV4', 'Muerta de risa con vuestro anuncio'],
  ['es', 'SEV4', 'Borré la foto por accidente, ¿cómo la recupero?'],
  ['es', 'SEV4', 'Este tema es fuego'],
  ['es', 'SEV4', 'Hay mucha demanda de estas zapatillas, ¿cuándo vuelven?'],
  ['fr', 'SEV4', 'Mort de rire devant votre pub'],
  ['fr', 'SEV4', 'La crème brûlée à bord était délicieuse'],
  ['fr', 'SEV4', 'Le trajet est trop court, on était si bien'],
  ['fr', 'SEV4', 'Une question sur la police d’assurance du billet'],
  ['de', 'SEV4', 'Das Gericht an Bord war lecker'],
  ['de', 'SEV4', 'Welche Marke ist das? Die Anzeige ist schön'],
  ['de', 'SEV4', 'Mein Handy ist tot, wo kann ich laden?'],
];

/** Taken too seriously, and known. Left so: a list that let these pass would let worse pass. */
const TOO_SERIOUS: Post[] = [
  ['en', 'SEV1', 'No injuries were reported, everybody is fine'],
  ['en', 'SEV1', 'The new album is on fire'],
  ['en', 'SEV1', 'I work nights in a hospital and your coffee keeps me going'],
  ['en', 'SEV2', 'Lovely video of your crew singing for the kids'],
  ['en', 'SEV3', 'My old one is broken, which of yours should I get?'],
  ['es', 'SEV1', 'Quiero morir de lo bueno que está'],
  ['fr', 'SEV1', 'Le public était en feu hier soir'],
  ['de', 'SEV1', 'Zum Glück gab es keine Verletzten'],
];

/** Read as less than they are, and known: nobody used a word of the lists. */
const MISSED: (readonly [language: string, wanted: Severity, given: Severity, text: string])[] = [
  ['en', 'SEV1', 'SEV4', 'My daughter has not woken up since she ate your cake'],
  ['en', 'SEV1', 'SEV4', 'Why does your chatbot know where Ben from accounting lives?'],
  ['en', 'SEV3', 'SEV4', 'Wow. Just wow. Another masterpiece of planning.'],
  ['es', 'SEV1', 'SEV4', 'Mi padre no volvió a casa después de vuestro vuelo'],
  ['fr', 'SEV2', 'SEV4', 'Pourquoi mon voisin noir attend toujours deux fois plus que moi ?'],
  ['de', 'SEV1', 'SEV4', 'Meine Mutter liegt seit eurem Kuchen auf der Intensiv'],
];

function suggested(text: string, language: string | null): Severity {
  return suggestSeverity(mention({ text, language }), TOPICS).severity;
}

describe('a post that names harm is never suggested below its floor', () => {
  test.each(SERIOUS)('%s %s: %s', (language, floor, text) => {
    expect(isAtLeast(suggested(text, language), floor)).toBe(true);
    expect(isAtLeast(suggested(text, null), floor), 'when its language is not known').toBe(true);
    expect(isAtLeast(suggested(text.toUpperCase(), language), floor), 'in capitals').toBe(true);
    expect(isAtLeast(suggested(withoutAccents(text), language), floor), 'without accents').toBe(true);
  });
});

describe('harmless words stay low', () => {
  test.each(HARMLESS)('%s %s: %s', (language, severity, text) => {
    expect(suggested(text, language)).toBe(severity);
    expect(suggested(text, null), 'when its language is not known').toBe(severity);
  });
});

describe('known mistakes, kept so that a change of them is seen', () => {
  test.each(TOO_SERIOUS)('too serious, %s %s: %s', (language, severity, text) => {
    expect(suggested(text, language)).toBe(severity);
  });

  test.each(MISSED)('missed, %s %s read as %s: %s', (language, wanted, given, text) => {
    expect(suggested(text, language)).toBe(given);
    expect(isAtLeast(given, wanted)).toBe(false);
  });
});

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
