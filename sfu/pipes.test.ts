import { describe, expect, it } from '@jest/globals';
import { FakeConsumer, FakeLeg } from './leg.fake.ts';
import { Pipes } from './pipes.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function twoLegs(isAway = false) {
  const [from, to] = [new FakeLeg('from'), new FakeLeg('to', isAway)];
  const pipes = new Pipes();
  const producer = from.produced('voice', 'audio');
  const bring = () => pipes.bring(producer, from, to);
  const outlet = () => from.pipes[0]?.outlets[0] ?? new FakeConsumer('none');
  return { from, to, pipes, producer, bring, outlet };
}

describe('a stream between two parts of a room', () => {
  it('crosses once, over one pipe, however many ask for it at once and later', async () => {
    const { from, to, bring } = await twoLegs();
    const crossings = await Promise.all([bring(), bring(), bring()]);
    crossings.push(await bring());
    expect(new Set(crossings).size).toBe(1);
    expect([from.pipes.length, to.pipes.length, from.pipes[0]?.outlets.length, to.pipes[0]?.taken.length]).toEqual([1, 1, 1, 1]);
    expect(to.pipes[0]?.far).toEqual(from.pipes[0]?.point);
  });
  it('is encrypted between hosts and not within one', async () => {
    for (const isAway of [true, false]) {
      const { from, to, bring } = await twoLegs(isAway);
      await bring();
      expect([from.pipes[0]?.across, to.pipes[0]?.across]).toEqual([isAway, isAway]);
    }
  });
  it('flows while somebody behind lets it, and no longer', async () => {
    const { bring, outlet } = await twoLegs();
    const crossing = await bring();
    const [one, other] = [new FakeConsumer('one'), new FakeConsumer('other')];
    crossing?.follow(one);
    crossing?.follow(other);
    await settled();
    expect(outlet().paused).toBe(true);
    await one.resume();
    await other.resume();
    await one.pause();
    await settled();
    expect(outlet().paused).toBe(false);
    other.close();
    await settled();
    expect([outlet().paused, outlet().done]).toEqual([true, ['resume', 'pause']]);
  });
  it('is muted, heard again and ended there as it is here', async () => {
    const { to, producer, bring, outlet } = await twoLegs();
    await bring();
    const there = to.producers.get('voice');
    outlet().safeEmit('producerpause');
    expect(there?.paused).toBe(true);
    outlet().safeEmit('producerresume');
    expect(there?.paused).toBe(false);
    producer.close();
    outlet().close();
    expect(there?.closed).toBe(true);
  });
  it('arrives muted when it was muted while the other side was set up', async () => {
    const { to, producer, bring } = await twoLegs();
    const bringing = bring();
    await producer.pause();
    await bringing;
    expect(to.producers.get('voice')?.paused).toBe(true);
  });
  it('ends with either part, and may cross anew to another', async () => {
    const { from, to, pipes, producer, bring } = await twoLegs();
    await bring();
    pipes.forget(to);
    await settled();
    expect([from.pipes[0]?.closed, to.pipes[0]?.closed, to.producers.get('voice')?.closed]).toEqual([true, true, true]);
    await pipes.bring(producer, from, new FakeLeg('third'));
    expect(from.pipes.length).toBe(2);
  });
  it('is not left half there when the other side refuses it', async () => {
    const { from, to, bring, outlet } = await twoLegs();
    const original = to.openPipe.bind(to);
    to.openPipe = async (across) => Object.assign(await original(across), { take: () => Promise.reject(new Error('refused')) });
    await expect(bring()).rejects.toThrow('refused');
    expect([from.pipes.length, outlet().closed]).toEqual([1, true]);
  });
});
