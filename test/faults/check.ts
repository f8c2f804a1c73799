import type { Appointment, AuditEvent, Observation, Slot, Task } from '@medplum/fhirtypes';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ConclusionView } from '../../shared/consultation/contract.ts';
import { consentReference } from '../../shared/consent/ports.ts';
import { pathOf } from '../../shared/routes.ts';
import { verifyChain } from '../../shared/audit/verifyChain.ts';
import { digestOf } from '../../shared/signing/canonical.ts';
import { readSignatures } from '../../shared/signing/signatures.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { finishTransactions } from '../../shared/store/finishTransactions.ts';
import { patients } from '../../local/story.ts';
import { isAnswered, type Clients, type Command } from './clients.ts';
import { untilCarried } from './stream.ts';
import { contentOf, ofType, type TableContent } from './table.ts';
import type { World } from './world.ts';

/** What was broken, each with where; empty lists are what the run is for. */
export type Findings = Readonly<Record<'unanswered' | 'doubleBookings' | 'lost' | 'duplicated' | 'answeredDifferently' | 'unaudited' | 'signedChanged' | 'chain' | 'gaps' | 'heldItems', readonly string[]>>;

export type Checked = { readonly findings: Findings; readonly counted: Readonly<Record<string, number>>; /** Commands that gave the same answer once more, after all. */ readonly repeated: readonly Command[] };

/** After the last fault: what the clients were told against what stands in the table, the stream and the audit chain. */
export async function check(world: World, clients: Clients, from: Date, to: Date, tell: (line: string) => void): Promise<Checked> {
  const { dynamo, records } = world;
  const at = { client: dynamo, tableName: records.tableName, tenant: records.tenant };
  const done = clients.commands.filter(({ status }) => status >= 200 && status < 300);
  const answeredDifferently = await repeatAll(clients, done);
  // First: what a dead process had committed and not finished reaches the stream only now, and its audit entry after that.
  await finishTransactions({ ...at, clock: { now: () => new Date(Date.now() + 3_600_000) } });
  const { givenUp, undelivered } = await delivered(world, tell);
  const chain = [...undelivered, ...(await chainFaults(world, daysOf(from, to)))];
  const content = await contentOf(dynamo, records.tableName, records.tenant);
  const commits = await world.stream.commits();
  const audits = new Set(ofType<AuditEvent>(content, 'AuditEvent').map(({ id }) => id));
  const findings: Findings = {
    unanswered: clients.commands.filter((command) => !isAnswered(command)).map(({ kind, label, tries, status, answer }) => `${kind} ${label}: ${status} after ${tries} tries${status === 0 ? `, ${String(answer)}` : ''}`),
    doubleBookings: doubleBookings(content),
    // What became of a command that nobody answered is not known; that it was not answered is found above.
    ...counts(content, clients.commands.filter((command) => isAnswered(command))),
    answeredDifferently: answeredDifferently.map(({ told }) => told),
    unaudited: content.versions.filter(({ mark }) => commits.has(mark) && !audits.has(commits.get(mark) ?? '')).map(({ reference, version }) => `${reference} ${version}`)
      .concat(content.versions.filter(({ mark, lastUpdated }) => lastUpdated >= from.toISOString() && !commits.has(mark)).map(({ reference, version }) => `${reference} ${version} of no commit`)),
    signedChanged: await signedChanged(clients, content),
    chain,
    gaps: gaps(content),
    heldItems: content.held > 0 ? [`${content.held} items`] : [],
  };
  const different = new Set(answeredDifferently.map(({ command }) => command));
  return { findings, repeated: done.filter((command) => !different.has(command)), counted: { givenUp, versions: content.versions.length, audits: audits.size, commits: commits.size, slotsTaken: ofType<Slot>(content, 'Slot').filter(({ status }) => status === 'busy').length } };
}

const daysOf = (from: Date, to: Date): readonly string[] => [...new Set([from, to].map((at) => at.toISOString().slice(0, 10)))];

/** Waits until the stream was carried to its end, and plays again what was given up: then each commit has its AuditEvent. What is missing, by reference. */
async function delivered(world: World, tell: (line: string) => void): Promise<{ readonly givenUp: number; readonly undelivered: readonly string[] }> {
  const carried = async () => await untilCarried(world.stream, (left) => tell(`${left} records of the stream to be carried`));
  const stands = await carried();
  const { givenUp, stillFailing } = await world.replay();
  const standsToo = givenUp === 0 || (await carried());
  const audits = new Set(ofType<AuditEvent>(await contentOf(world.dynamo, world.records.tableName, world.records.tenant), 'AuditEvent').map(({ id }) => id));
  const missing = [...(await world.stream.commits()).values()].filter((id) => id !== '' && !audits.has(id)).map((id) => `AuditEvent/${id} was not made`);
  return { givenUp, undelivered: [...missing, ...(stands && standsToo ? [] : ['the stream stands still']), ...(stillFailing > 0 ? [`${stillFailing} records fail when played again`] : [])] };
}

function doubleBookings(content: TableContent): readonly string[] {
  const bySlot = new Map<string, number>();
  for (const { status, slot } of ofType<Appointment>(content, 'Appointment')) if (status !== 'cancelled') for (const { reference = '' } of slot ?? []) bySlot.set(reference, (bySlot.get(reference) ?? 0) + 1);
  const free = ofType<Slot>(content, 'Slot').filter(({ id, status }) => status === 'free' && bySlot.has(`Slot/${id}`)).map(({ id }) => `Slot/${id} is free and booked`);
  return [...[...bySlot].filter(([, times]) => times > 1).map(([slot, times]) => `${slot} ${times} times`), ...free];
}

/** Each command that was answered with success stands once; one that was refused does not stand. */
function counts(content: TableContent, commands: readonly Command[]): Pick<Findings, 'lost' | 'duplicated'> {
  const tasks = countBy(ofType<Task>(content, 'Task').map(({ description = '' }) => description));
  const bundles = countBy(ofType<Observation>(content, 'Observation').map(({ code }) => code.text ?? ''));
  const consents = content.versions.filter(({ reference }) => reference === consentReference(`Patient/${patients.patient.id}`, 'research')).length;
  const lost: string[] = [];
  const duplicated: string[] = [];
  const compare = (what: string, found: number, expected: number) => {
    if (found < expected) lost.push(`${what}: ${found} of ${expected}`);
    if (found > expected) duplicated.push(`${what}: ${found} instead of ${expected}`);
  };
  for (const { kind, label, size, status } of commands) {
    if (kind === 'booking' || kind === 'request') compare(`${kind} ${label}`, tasks.get(label) ?? 0, status < 300 ? 1 : 0);
    if (kind === 'bundle') compare(`${kind} ${label}`, bundles.get(label) ?? 0, status < 300 ? size : 0);
  }
  compare('consents', consents, commands.filter(({ kind, status }) => kind === 'consent' && status < 300).length);
  const documents = content.current.filter((r) => r.resourceType === 'DocumentReference').length;
  compare('signed documents', documents, commands.filter(({ kind, status }) => (kind === 'signature' || kind === 'amendment') && status < 300).length);
  return { lost, duplicated };
}

const countBy = (words: readonly string[]): ReadonlyMap<string, number> => words.reduce((map, word) => map.set(word, (map.get(word) ?? 0) + 1), new Map<string, number>());

const mostRepeats = 60;

/** The same key once more: the same answer, and nothing done. */
async function repeatAll(clients: Clients, done: readonly Command[]): Promise<readonly { readonly command: Command; readonly told: string }[]> {
  const different: { readonly command: Command; readonly told: string }[] = [];
  for (const command of done) {
    let again = await clients.send(command);
    // What says "come again" is no answer yet.
    for (let tries = 1; !isAnswered(again) && tries < mostRepeats; tries++) {
      await sleep(500);
      again = await clients.send(command);
    }
    const { status, answer, replayed } = again;
    if (status >= 300 || !replayed || !isDeepStrictEqual(answer, command.answer)) different.push({ command, told: `${command.kind} ${command.label}: ${status}${replayed ? '' : ', carried out anew'}` });
  }
  return different;
}

async function signedChanged(clients: Clients, content: TableContent): Promise<readonly string[]> {
  const changed: string[] = [];
  const amended = new Set(clients.commands.filter(({ kind }) => kind === 'amendment').map(({ path }) => path.split('/')[3]));
  for (const [id, first] of clients.signed) {
    const now = await clients.get<ConclusionView>('specialist', pathOf('conclusion', { id }));
    if (!now.signature.valid || (!amended.has(id) && !isDeepStrictEqual(unstamped(now), unstamped(first)))) changed.push(id);
  }
  return [...changed, ...(await resigned(content))];
}

/** A time-stamp comes after the signature, and changes nothing of what was signed. */
const unstamped = (view: ConclusionView): ConclusionView =>
  ({ ...view, signature: { ...view.signature, by: view.signature.by.map((one) => ({ ...one, timeStamp: 'none' })) } });

/** Documents of which a later version covers something else, or is signed by other signatures. */
async function resigned({ versions }: TableContent): Promise<readonly string[]> {
  const first = new Map<string, string>();
  const changed = new Set<string>();
  for (const { reference, resource } of versions.toSorted((a, b) => a.version - b.version)) {
    if (resource?.resourceType !== 'Bundle') continue;
    const signed = JSON.stringify([await digestOf(resource), readSignatures(resource)?.map((one) => [one.protected, one.signature])]);
    if (first.has(reference) && first.get(reference) !== signed) changed.add(reference);
    else first.set(reference, signed);
  }
  return [...changed];
}

/** Versions of a resource are 1 to n: an update that went over another's would leave a hole or stand twice. */
function gaps({ versions }: TableContent): readonly string[] {
  const highest = new Map<string, { top: number; count: number }>();
  for (const { reference, version } of versions) {
    const { top, count } = highest.get(reference) ?? { top: 0, count: 0 };
    highest.set(reference, { top: Math.max(top, version), count: count + 1 });
  }
  return [...highest].filter(([, { top, count }]) => top !== count).map(([reference, { top, count }]) => `${reference}: ${count} versions up to ${top}`);
}

/** Once the stream has brought everything: the chain of the days of the run is whole, and nothing stands beside it. */
async function chainFaults({ dynamo, records }: World, days: readonly string[]): Promise<readonly string[]> {
  const store = dynamoChainStore({ client: dynamo, tableName: records.tableName, tenant: records.tenant });
  const look = async () => (await Promise.all(days.map((day) => verifyChain(store, day)))).flatMap(({ day, faults }) => faults.map((fault) => `${day} ${JSON.stringify(fault)}`));
  const until = Date.now() + 30_000;
  let faults = await look();
  while (faults.length > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    faults = await look();
  }
  return faults;
}
