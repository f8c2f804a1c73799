import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * Files by name, the same on every machine: Jest's own order comes from how long each took there before. Files that
 * share a product may not need each other's traces, nor stumble over them: `TEST_ORDER=<seed>` mixes them, to find that out.
 */
export default class TestOrder extends Sequencer {
  sort(tests) {
    const seed = process.env['TEST_ORDER'];
    const place = (path) => (seed === undefined ? path : createHash('sha256').update(`${seed} ${relative(import.meta.dirname, path)}`).digest('hex'));
    return [...tests].toSorted((a, b) => (place(a.path) < place(b.path) ? -1 : 1));
  }
}
