import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hearInTime, isShown, tellOnce } from '../../src/slack/in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One request, handled by what the test does. */
function heard(body: Record<string, unknown>) {
  const acked: unknown[] = [];
  const told: string[] = [];
  const tell = async (_: object, text: string) => void told.push(text);
  let ack: ReceiverEvent['ack'] = async () => {};
  let end = () => {};
  const app = {
    processEvent: (event: ReceiverEvent) => {
      ack = event.ack;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    },
  };
  const handled = hearInTime(app as App, tell).processEvent({ body, ack: async (answer) => void acked.push(answer) });
  return {
    acked,
    told,
    ack: (answer?: unknown) => ack(answer),
    fail: (text: string) => tellOnce(body, text, tell),
    end: async () => {
      end();
      await handled;
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

const press = { type: 'block_actions', trigger_id: '1.2', user: { id: 'UANA' } };
const form = { type: 'view_submission', trigger_id: '1.2', view: { state: { values: { reason: {}, note: {} } } } };
const SLOW = expect.stringContaining('Firebreak is slow just now');

test('a press that is decided in time is told nothing more', async () => {
  const request = heard(press);
  await request.pass(2_000);
  await request.end();
  await request.pass(10_000);
  expect(request.told).toEqual([]);
});

test('a press that takes longer is told of within three seconds, once, whatever becomes of it', async () => {
  const request = heard(press);
  await request.ack();
  await request.pass(2_500);
  expect(request.told).toEqual([SLOW]);
  await request.fail('Something went wrong.');
  await request.end();
  expect(request.told).toHaveLength(1);
});

test('a form that takes longer says so under its first field and stays; the answer that comes late is let go', async () => {
  const request = heard(form);
  await request.pass(2_500);
  expect(request.acked).toEqual([{ response_action: 'errors', errors: { reason: SLOW } }]);
  await request.ack({ response_action: 'clear' });
  await request.end();
  expect(request.acked).toHaveLength(1);
  expect(request.told).toEqual([]);
});

test('a form that failed says so where it was filled in', async () => {
  const request = heard(form);
  await request.fail('Something went wrong.');
  expect(request.acked).toEqual([{ response_action: 'errors', errors: { reason: 'Something went wrong.' } }]);
});

test('a form without a field, or that was closed, is told of outside it', async () => {
  const empty = heard({ ...form, view: { state: { values: {} } } });
  await empty.pass(2_500);
  expect([empty.acked, empty.told]).toEqual([[], [SLOW]]);
  const closed = heard(form);
  await closed.ack({ response_action: 'clear' });
  await closed.fail('Something went wrong.');
  expect(closed.told).toEqual(['Something went wrong.']);
});

test('what an answered form does afterwards may take its time, and so may what belongs in an open modal', async () => {
  const answered = heard(form);
  await answered.ack({ response_action: 'update' });
  const opening = heard({ ...press, trigger_id: '3.4' });
  isShown('3.4');
  await answered.pass(30_000);
  expect([...answered.told, ...opening.told]).toEqual([]);
  await opening.fail('Something went wrong.');
  expect(opening.told).toEqual(['Something went wrong.']);
});
