import { describe, expect, test } from '@jest/globals';
import { idlenessAt, limitsOf } from './idle.ts';
import { idleWatch } from './idleWatch.ts';
import { keepLocked, locked, placeAfterLock } from './locked.ts';
import { subjectOf } from './session.ts';

const minute = 60_000;
const limits = { after: 15 * minute, warnFor: minute };

/** A browser: one clock and one shelf, any number of tabs. */
function aBrowser() {
  let now = 1_000_000;
  const kept = new Map<string, string>();
  const shelf = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  const tab = (set = limits) => {
    const state = { signedIn: true, inRoom: false, locked: 0 };
    const watch = idleWatch({
      now: () => now, shelf, limits: () => (state.signedIn ? set : undefined), busy: () => state.inRoom,
      lock: () => {
        state.locked += 1;
        state.signedIn = false;
      },
    });
    watch.stay();
    return { ...watch, state, is: () => (watch.look(), watch.idleness.value.kind) };
  };
  return { tab, pass: (milliseconds: number) => void (now += milliseconds) };
}

test('the screen warns for the last minute and then is over', () => {
  expect(idlenessAt(limits, 0, 14 * minute - 1)).toEqual({ kind: 'awake' });
  expect(idlenessAt(limits, 0, 14 * minute)).toEqual({ kind: 'warning', secondsLeft: 60 });
  expect(idlenessAt(limits, 0, 15 * minute - 1)).toEqual({ kind: 'warning', secondsLeft: 1 });
  expect(idlenessAt(limits, 0, 15 * minute)).toEqual({ kind: 'over' });
});

test('the deployment says how long; patients are warned earlier; a session from before the rule has the rule', () => {
  expect(limitsOf({ kind: 'staff', idleMinutes: 5 })).toEqual({ after: 5 * minute, warnFor: minute });
  expect(limitsOf({ kind: 'patient', idleMinutes: 20 })).toEqual({ after: 20 * minute, warnFor: 2 * minute });
  expect(limitsOf({ kind: 'staff' }).after).toBe(15 * minute);
});

describe('a tab that nobody touches', () => {
  test('locks once, and a touch after that does not open it', () => {
    const browser = aBrowser();
    const tab = browser.tab();
    browser.pass(15 * minute);
    tab.touched();
    expect(tab.state).toMatchObject({ locked: 1, signedIn: false });
    tab.touched();
    expect([tab.is(), tab.state.locked]).toEqual(['awake', 1]);
  });

  test('is kept alive by touches in another tab, and locks together with it', () => {
    const browser = aBrowser();
    const [here, there] = [browser.tab(), browser.tab()];
    browser.pass(14 * minute - 1);
    there.touched();
    browser.pass(14 * minute - 1);
    expect([here.is(), there.is()]).toEqual(['awake', 'awake']);
    browser.pass(minute + 1);
    expect([here.is(), there.is()]).toEqual(['over', 'over']);
    expect([here.state.locked, there.state.locked]).toEqual([1, 1]);
  });

  test('is not kept from locking by a hand on the mouse while it warns, but by an answer, which is one for all tabs', () => {
    const browser = aBrowser();
    const [here, there] = [browser.tab(), browser.tab()];
    browser.pass(14 * minute + 30_000);
    here.touched();
    expect([here.is(), there.is()]).toEqual(['warning', 'warning']);
    here.stay();
    expect([here.is(), there.is()]).toEqual(['awake', 'awake']);
  });

  test('locks though the machine slept, and though its clock was put back meanwhile', () => {
    const browser = aBrowser();
    const tab = browser.tab();
    browser.pass(-10 * 60 * minute);
    expect(tab.is()).toBe('awake');
    browser.pass(15 * minute);
    expect(tab.is()).toBe('over');
  });

  test('without anybody signed in knows no time, and draws nothing anew while nothing changes', () => {
    const browser = aBrowser();
    const tab = browser.tab();
    const before = tab.idleness.value;
    tab.state.signedIn = false;
    browser.pass(60 * minute);
    expect([tab.is(), tab.state.locked]).toEqual(['awake', 0]);
    expect(tab.idleness.value).toBe(before);
  });
});

describe('an open room', () => {
  test('keeps its own tab and the record in another one open for as long as it lasts, without a touch', () => {
    const browser = aBrowser();
    const [call, record] = [browser.tab(), browser.tab()];
    call.state.inRoom = true;
    for (let minutes = 0; minutes < 90; minutes += 1) {
      browser.pass(minute);
      expect([call.is(), record.is()]).toEqual(['awake', 'awake']);
    }
    call.state.inRoom = false;
    browser.pass(15 * minute);
    expect([call.is(), record.is()]).toEqual(['over', 'over']);
  });

  test('on a machine that slept for an hour is no reason to show the record to whoever wakes it', () => {
    const browser = aBrowser();
    const tab = browser.tab();
    tab.state.inRoom = true;
    browser.pass(60 * minute);
    expect(tab.is()).toBe('over');
  });
});

describe('after a lock', () => {
  const was = { subject: 'Patient/p', kind: 'patient', place: '/patient/record', minutes: 20 } as const;

  test('the same person goes on where she was, and another one begins at the start', () => {
    keepLocked(was);
    expect([placeAfterLock('Patient/p', '/patient'), locked.value]).toEqual(['/patient/record', undefined]);
    keepLocked(was);
    expect([placeAfterLock('Patient/q', '/patient'), locked.value]).toEqual(['/patient', undefined]);
  });

  test('a sign-in where nothing was locked goes where it wanted', () => {
    expect(placeAfterLock('nurse', '/')).toBeUndefined();
  });

  test('people are told apart by the subject of their tokens, whatever letters it has', () => {
    const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    expect(subjectOf(token({ sub: 'điều-dưỡng?ÿ' }))).toBe('điều-dưỡng?ÿ');
    expect([subjectOf(token({})), subjectOf('not a token'), subjectOf('')]).toEqual(['', '', '']);
  });
});
