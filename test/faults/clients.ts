import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BundleEntry } from '@medplum/fhirtypes';
import type { ConclusionView, ConsultationView } from '../../shared/consultation/contract.ts';
import type { FreeSlots } from '../../shared/booking/contract.ts';
import { consentText } from '../../shared/consent/contract.ts';
import { pathOf } from '../../shared/routes.ts';
import { patients, staff } from '../../local/story.ts';
import { accessToken } from '../support/people.ts';
import { aConclusion, aRequest } from '../support/story.ts';
import { pick } from './random.ts';

type Kind = 'booking' | 'request' | 'accept' | 'signature' | 'amendment' | 'bundle' | 'consent';

/** A command as a client of ours sends it: one key, however often it takes, and the one answer in the end. */
export type Command = {
  readonly kind: Kind;
  readonly who: string;
  readonly method: string;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  /** Stands in what the command writes, and nowhere else. */
  readonly label: string;
  readonly size: number;
  tries: number;
  /** 0, or what says that nobody knows, until there is an answer. */
  status: number;
  answer: unknown;
  /** The answer came from the record of an earlier try, whose own answer was lost. */
  replayed: boolean;
};

export type Clients = {
  readonly commands: Command[];
  /** Conclusions as they were read just after they were signed, by consultation. */
  readonly signed: Map<string, ConclusionView>;
  /** Until all of them have stopped, and were answered or have given up. */
  readonly run: (stopped: () => boolean, givenUp: () => boolean) => Promise<void>;
  readonly send: (command: Command) => Promise<{ readonly status: number; readonly answer: unknown; readonly replayed: boolean }>;
  readonly get: <T>(who: string, path: string) => Promise<T>;
};

/** What says that the command may or may not have been carried out: a client sends it again (web/api/send.ts). */
const passing = new Set([0, 429, 502, 503, 504]);
export const isAnswered = ({ status }: Pick<Command, 'status'>): boolean => !passing.has(status);

/** Nurses and doctors at work, several at once, on few slots. */
export function clientsOf(baseUrl: string, random: () => number): Clients {
  const commands: Command[] = [];
  const signed = new Map<string, ConclusionView>();
  let givenUp: () => boolean = () => false;

  async function once(who: string, method: string, path: string, headers: Record<string, string>, body?: object) {
    try {
      const response = await fetch(baseUrl + path, { method, headers: { authorization: `Bearer ${await accessToken(who)}`, ...headers }, ...(body ? { body: JSON.stringify(body) } : {}), signal: AbortSignal.timeout(35_000) });
      const text = await response.text();
      return { status: response.status, answer: parsed(text), replayed: response.headers.get('idempotent-replayed') === 'true' };
    } catch (error) {
      return { status: 0, answer: String(error), replayed: false };
    }
  }
  const send = async ({ who, method, path, body, key }: Command) => await once(who, method, path, { 'content-type': path === '/fhir' ? 'application/fhir+json' : 'application/json', 'idempotency-key': key }, body);

  async function get<T>(who: string, path: string): Promise<T> {
    for (;;) {
      const { status, answer } = await once(who, 'GET', path, {});
      if (status === 200) return answer as T;
      if (!passing.has(status) || givenUp()) throw new Error(`GET ${path} as ${who}: ${status} ${JSON.stringify(answer)}`);
      await sleep(100 + random() * 300);
    }
  }

  async function carryOut<T>(given: Pick<Command, 'kind' | 'who' | 'method' | 'path' | 'body' | 'label'> & { readonly size?: number }): Promise<T | undefined> {
    const command: Command = { size: 1, ...given, key: randomUUID(), tries: 0, status: 0, answer: undefined, replayed: false };
    commands.push(command);
    while (!isAnswered(command) && !givenUp()) {
      if (command.tries > 0) await sleep(200 + random() * 600);
      command.tries += 1;
      Object.assign(command, await send(command));
    }
    return isAnswered(command) && command.status < 300 ? (command.answer as T) : undefined;
  }

  const request = (kind: 'booking' | 'request', label: string, when: object) =>
    carryOut<ConsultationView>({ kind, who: 'nurse', method: 'POST', path: pathOf('consultationRequest'), label, body: { ...aRequest({ questions: [label], ...(kind === 'booking' ? { practitionerId: staff.specialist.practitioner } : {}) }), when } });

  async function book(label: string): Promise<void> {
    const { slots } = await get<FreeSlots>('nurse', `${pathOf('freeSlots')}?practitioner=${staff.specialist.practitioner}&limit=50`);
    // The soonest ones: everybody wants those.
    if (slots.length > 0) await request('booking', label, { kind: 'slot', slotId: pick(slots.slice(0, 3), random).id });
  }

  async function sign(label: string): Promise<void> {
    const asked = await request('request', label, { kind: 'now' });
    if (!asked) return;
    const of = { id: asked.id };
    await carryOut({ kind: 'accept', who: 'specialist', method: 'POST', path: pathOf('consultationAction', of), label, body: { action: 'accept' } });
    const answers = [{ number: 1, text: label }];
    const conclusion = aConclusion({ answers });
    if (!(await carryOut({ kind: 'signature', who: 'specialist', method: 'POST', path: pathOf('conclusionSigning', of), label, body: conclusion }))) return;
    signed.set(asked.id, await get<ConclusionView>('specialist', pathOf('conclusion', of)));
    if (random() < 0.3) await carryOut({ kind: 'amendment', who: 'specialist', method: 'POST', path: pathOf('amendment', of), label, body: { ...conclusion, reason: 'Bổ sung' } });
  }

  async function bundle(label: string): Promise<void> {
    // Some in one transaction of the database, some in several.
    const size = pick([3, 12, 60, 130], random);
    const entry: BundleEntry[] = Array.from({ length: size }, (_, i) => ({
      fullUrl: `urn:uuid:${randomUUID()}`,
      resource: { resourceType: 'Observation', status: 'final', identifier: [{ system: 'urn:fault-run', value: `${label}.${i}` }], code: { text: label }, subject: { reference: `Patient/${patients.patient2.id}` } },
      request: { method: 'POST', url: 'Observation' },
    }));
    await carryOut({ kind: 'bundle', who: 'system', method: 'POST', path: '/fhir', label, size, body: { resourceType: 'Bundle', type: 'transaction', entry } });
  }

  const consent = (label: string) =>
    carryOut({ kind: 'consent', who: 'nurse', method: 'PUT', path: pathOf('consentDecision', { patientId: patients.patient.id, purpose: 'research' }), label, body: { choice: pick(['permit', 'deny'], random), textVersion: consentText, patientPresent: true } });

  async function one(name: string, stopped: () => boolean): Promise<void> {
    for (let n = 0; !stopped(); n++) {
      const label = `fault-run-${name}-${n}`;
      const chance = random();
      if (chance < 0.3) await book(label);
      else if (chance < 0.6) await sign(label);
      else if (chance < 0.9) await bundle(label);
      else await consent(label);
    }
  }
  const run: Clients['run'] = async (stopped, gaveUp) => {
    givenUp = gaveUp;
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => one(name, stopped)));
  };
  return { commands, signed, send, get, run };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
