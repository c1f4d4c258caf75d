import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/act/incident/words.ts';
import { pageByHand } from '../../src/act/page/by-hand.ts';
import { afterNoon, allowed, incident, owed, owedKinds, policy, refusal, resolvedIncident } from '../make.ts';

function paged(of: Incident = incident(), person = 'UZOE', why = ' Need a translator ', by = 'UANA') {
  return pageByHand(of, person, why, policy, by, afterNoon(5));
}

describe('paging somebody by hand', () => {
  test('asks that person first, then the owners in their order', () => {
    expect(allowed(paged()).pages).toMatchObject([
      { id: 'inc-42/by-hand/5', why: 'Need a translator', steps: [['UZOE'], ['U2A'], ['U2B']], incidentId: 42 },
    ]);
    expect(owed(paged(), 'page_ask').map(({ person }) => person)).toEqual(['UZOE']);
  });

  test('asks neither the same person again nor the one who pages', () => {
    expect(allowed(paged(incident(), 'U2A', '', 'U2B')).pages).toMatchObject([{ steps: [['U2A']] }]);
  });

  test('says who asked for it when no reason is given', () => {
    expect(allowed(paged(incident(), 'UZOE', ' ')).pages).toMatchObject([{ why: 'asked for by <@UANA>' }]);
  });

  test('asks a newcomer into the room', () => {
    expect(allowed(paged()).state.people).toEqual(['UANA', 'U2A', 'U2B', 'UZOE']);
    expect(owedKinds(paged())).toEqual(['page_ask', 'invite', 'board']);
    expect(owedKinds(paged(incident(), 'U2A'))).toEqual(['page_ask', 'board']);
  });

  test('goes on in a private incident only with those who know of it', () => {
    const secret = incident({ isPrivate: true, people: ['UANA', 'U2B'] });
    expect(allowed(paged(secret)).pages).toMatchObject([{ steps: [['UZOE'], ['U2B']] }]);
  });

  test('twice is two pages', () => {
    const again = paged(incident({ version: 6 }));
    expect(allowed(again).pages[0]?.id).not.toBe(allowed(paged()).pages[0]?.id);
  });

  test('is refused when the incident is over: nobody would be asked next', () => {
    expect(refusal(paged(resolvedIncident()))).toBe(
      'INC-0042 is resolved. To page somebody, reopen it first: `/incident reopen`.',
    );
    expect(refusal(paged(resolvedIncident({ status: 'closed' })))).toBe(
      'INC-0042 is closed. Reopen it first: `/incident reopen` with a reason.',
    );
  });
});
