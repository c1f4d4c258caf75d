/**
 * A storm over Acme Air in about a minute: one story told by hundreds in their own words, and many others beside it.
 * Everybody and everything in it is invented.
 */
import { type BadDayPost, posted } from './bad-day.ts';

/** Seconds. */
const LASTS = 60;
const TOLD_BY = 240;
const PLATFORMS = ['tiktok', 'x', 'tiktok', 'instagram', 'x', 'facebook'];

/** What most of them pass on, and what they add. */
const STORY =
  'Acme Air left forty children of a school choir alone at the airport overnight, their teacher says nobody from the airline came';
const ADDED = [
  '',
  '. Unbelievable',
  '. My niece is one of them',
  '. Where are you?',
  '. Share this please',
  ' #AcmeAlone',
  '. Never flying with them again',
  '. I was there and it is true',
];

/** Stories of their own, each told once or twice. */
const OTHERS = [
  'My suitcase went to Oslo and I am in Madrid for a funeral',
  'The check-in machine swallowed my passport and nobody can open it',
  'Paid for extra legroom and got a seat behind a wall',
  'Their app shows me the booking of a stranger called Pilar',
  'Three hours on hold, then the line hung up on me',
  'No vegetarian meal again although I ordered it twice',
  'The crew made my father walk down the stairs on crutches',
  'Voucher code is refused at every single shop that should take it',
  'Gate changed four times and then the plane was gone',
  'Coffee machine in the lounge has been broken since Easter',
  'They charged my card twice for the same pair of headphones',
  'Wifi cost nine euros and never connected over the whole Atlantic',
  'The blanket on row 22 smelled of smoke and diesel',
  'My wheelchair came back with a bent wheel and no apology',
  'Website says delayed, airport says cancelled, hotline says on time',
  'Missed my own wedding rehearsal because of a late crew bus',
  'The man next to me had no seat belt that closes',
  'Refund promised in March, it is a different season now',
  'The pilot announced a strike that nobody at the desk had heard of',
  'My guitar arrived in two pieces inside an undamaged case',
  'Security sent the whole queue back because a door would not lock',
  'Boarding music played for fifty minutes on repeat, please stop',
  'They gave away the bassinet seat I booked for my newborn',
  'The kiosk printed a boarding pass for a flight from last year',
  'Ice cold cabin, no blankets left, two hours over the mountains',
  'Loyalty points vanished after the new terms and chat is closed',
  'A bird sat in the cabin for the whole flight to Lisbon',
  'The transfer bus left with my luggage and without me',
];

/** Grows faster and faster; the others come in its middle. */
export const STORM: BadDayPost[] = [
  ...Array.from({ length: TOLD_BY }, (_, n) => {
    const followers = 40 + ((n * 7_919) % 997) * (n % 40 === 0 ? 120 : 3);
    const witness: [string, string, number] = [`Witness ${n + 1}`, `witness_${n + 1}`, followers];
    const platform = PLATFORMS[n % PLATFORMS.length] ?? 'x';
    return posted(LASTS * Math.sqrt(n / TOLD_BY), platform, `choir-${n + 1}`, witness, STORY + ADDED[n % ADDED.length]);
  }),
  ...OTHERS.map((text, n) =>
    posted(15 + n * 0.9, 'x', `other-${n + 1}`, [`Traveller ${n + 1}`, `traveller_${n + 1}`, 60 + n * 11], text),
  ),
].sort((a, b) => a.afterMs - b.afterMs);
