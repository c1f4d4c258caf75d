import { expect, test } from 'vitest';
import { OUR_FAULT, readEach } from '../../src/source/push/body.ts';

test('an item that our own reading falls over is kept as rejected, and costs no other', async () => {
  const read = await readEach(['a', 'b', 'c'], (item) => {
    if (item === 'b') throw new TypeError('no such thing');
    return { kind: 'deleted', mentionId: String(item) };
  });
  expect(read.heard).toHaveLength(2);
  expect(read.rejected).toEqual([{ index: 1, why: OUR_FAULT, item: 'b' }]);
});
