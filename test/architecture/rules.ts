import type { Import } from './imports.ts';

/** The house's table of who may import whom (docs/architecture.md). `why` is what a builder reads when it bites. */
export type Breach = Import & { readonly why: string };

const segment = (path: string, n: number): string => path.split('/')[n] ?? '';

/** The room of a file: `kernel`, `fhir`, `store`, `gateways`, `routes`, `slice:<cap>`, `http`, `function:<cap>`, or the top folder. */
export function roomOf(path: string): string {
  const [top, second] = [segment(path, 0), segment(path, 1)];
  if (path === 'shared/routes.ts') return 'routes';
  if (top === 'shared') return ['kernel', 'fhir', 'store', 'gateways'].includes(second) ? second : `slice:${second}`;
  if (top === 'functions') return second === '_http' ? 'http' : `function:${second}`;
  return top;
}

const isSlice = (room: string): boolean => room.startsWith('slice:');
const file = (path: string): string => path.split('/').at(-1) ?? '';

/** What slices may know of each other: the wire contract, the ports, and the one policy. */
const isPublicPart = (path: string): boolean =>
  ['contract.ts', 'ports.ts'].includes(file(path)) || /^shared\/identity\/(policy|relations|accessLimits|resourceGroups)\.ts$/.test(path);

/** A function that serves more than the slice it is named after; each with its reason. */
const servedSlices: Readonly<Record<string, readonly string[]>> = {
  // The conclusion's PDF is rendered by record, booking and signing take part in the same commands.
  consultation: ['consultation', 'booking', 'signing', 'terminology', 'record', 'prescription'],
  // A pass is given by the state of the consultation.
  room: ['room', 'consultation', 'signing'],
  // The minutes are a signed document and a paper of the record; passes are the room's.
  briefing: ['briefing', 'room', 'signing', 'record'],
  // The public keys of everything that is signed.
  identity: ['identity', 'signing'],
  // Background work across slices, driven by events and the clock.
  events: ['notification', 'audit', 'room', 'consultation', 'record', 'monitoring', 'insurance'],
  housekeeping: ['consultation', 'booking', 'insurance', 'audit', 'room'],
  // The generic FHIR surface: records by policy.
  fhir: ['audit', 'signing', 'record', 'identity', 'export', 'subscription', 'summary', 'terminology'],
  // What leaves the house: notifications, documents, exports, time-stamps of signatures.
  delivery: ['subscription', 'exchange', 'export', 'signing', 'prescription'],
  // The WebSockets over which subscribers are told.
  socket: ['subscription'],
  // The times stated are the consultation's.
  overview: ['overview', 'consultation'],
  record: ['record', 'audit'],
};

function mayImport({ from, to, typeOnly }: Import): string | undefined {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there || here === 'test' || file(from).includes('.test.')) return undefined;
  if (here === 'kernel') return 'kernel imports nothing';
  if (here === 'routes') return 'the table of routes imports nothing';
  if (here === 'fhir') return there === 'kernel' ? undefined : 'fhir is pure: only kernel';
  if (isSlice(here)) {
    if (there === 'kernel' || there === 'fhir' || (isSlice(there) && isPublicPart(to))) return undefined;
    return 'a slice knows kernel, fhir, the policy, and the contract or ports of other slices';
  }
  if (here === 'store' || here === 'gateways')
    return there === 'kernel' || there === 'fhir' || isSlice(there) ? undefined : `${here} implements ports: only slices, kernel and fhir`;
  if (here === 'http') return httpMayImport(from, to, there, typeOnly);
  if (here.startsWith('function:')) return functionMayImport(from, here.slice('function:'.length), to, there);
  if (here === 'web') {
    if (there === 'routes' || ['shared/room/signalling.ts', 'shared/room/rtp.ts', 'shared/room/kinds.ts', 'shared/room/steps.ts', 'shared/room/roles.ts', 'shared/kernel/fold.ts'].includes(to)) return undefined;
    // The doctor is warned by just the rule by which the server refuses.
    if (to === 'shared/prescription/matchAllergy.ts') return undefined;
    // A signature is checked on the reader's own device, by the same rules as everywhere (docs/adr/0095).
    if (from === 'web/verify/check.ts' && ['canonical.ts', 'conclusionView.ts', 'keyStatement.ts', 'signedFile.ts', 'verifyChain.ts'].some((name) => to === `shared/signing/${name}`)) return undefined;
    if (from === 'web/verify/check.ts' && to === 'shared/prescription/readDocument.ts') return undefined;
    return isSlice(there) && file(to) === 'contract.ts' && typeOnly ? undefined : 'the client knows the routes and the types of contracts';
  }
  if (here === 'sfu' && file(from) === 'deps.ts' && there === 'store') return undefined;
  if (here === 'sfu') return there === 'slice:room' || there === 'kernel' ? undefined : 'the SFU knows the room contract and kernel';
  // The gateway's own refusals use the catalogue's words; the environment's names are checked by type.
  if (here === 'cdk')
    return there === 'routes' || to === 'shared/store/table.ts' || to === 'functions/_http/problems/http.ts' || (there === 'http' && typeOnly)
      ? undefined
      : 'cdk knows the routes, the table and the words of refusals';
  if (here === 'local') return there === 'web' ? 'local serves the built client, it does not import it' : undefined;
  return `unknown room ${here}`;
}

function httpMayImport(from: string, to: string, there: string, typeOnly: boolean): string | undefined {
  if (there === 'kernel' || there === 'fhir' || there === 'routes' || isPublicPart(to)) return undefined;
  if (file(from) === 'deps.ts' && (there === 'store' || there === 'gateways' || isSlice(there))) return undefined;
  // The limits of who asks how much are part of the chain.
  if (there === 'slice:limits') return undefined;
  // So is asking for the passkey before a command that signs.
  if (from === 'functions/_http/stepUp.ts' && to === 'shared/identity/passkeys/demand.ts') return undefined;
  // The catalogue is exhaustive over the slices' error codes.
  if (from.startsWith('functions/_http/problems/') && isSlice(there) && typeOnly) return undefined;
  return '_http is the chain: kernel, fhir, routes, the policy';
}

function functionMayImport(from: string, cap: string, to: string, there: string): string | undefined {
  if (['http', 'kernel', 'fhir', 'routes'].includes(there) || isPublicPart(to)) return undefined;
  // What is told to somebody later is judged by the same access control as a reading now.
  if (from === 'functions/delivery/deps.ts' && to === 'functions/fhir/access.ts') return undefined;
  if (isSlice(there) && (servedSlices[cap] ?? [cap]).includes(there.slice('slice:'.length))) return undefined;
  if (file(from) === 'deps.ts' && (there === 'store' || there === 'gateways' || isSlice(there))) return undefined;
  return `functions/${cap} knows its slice and _http; only deps.ts knows store and gateways`;
}

/** Packages that belong to one room. */
function packageBreach({ from, to }: Import): string | undefined {
  const here = roomOf(from);
  if (here === 'test' || file(from).includes('.test.')) return undefined;
  if (here === 'kernel' && !to.startsWith('node:')) return 'kernel needs no package';
  if (to.startsWith('@aws-sdk/') && !['store', 'gateways', 'local', 'cdk'].includes(here) && file(from) !== 'deps.ts')
    return 'the AWS SDK stays behind store and gateways; deps.ts builds the clients';
  if (to === 'mediasoup' && !['sfu', 'local'].includes(here)) return 'mediasoup stays in the SFU';
  if (to.startsWith('node:') && here === 'web' && !from.endsWith('vite.config.ts')) return 'the client has no Node';
  if ((to === 'aws-cdk-lib' || to.startsWith('aws-cdk-lib/')) && here !== 'cdk') return 'aws-cdk-lib stays in cdk';
  return undefined;
}

export function breaches(imports: readonly Import[]): Breach[] {
  return imports.flatMap((one) => {
    const why = one.ours ? mayImport(one) : packageBreach(one);
    return why === undefined ? [] : [{ ...one, why }];
  });
}

/** Cycles of files, each as the path that closes it; one for each file where a search comes back on itself. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, ours } of imports) if (ours) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) {
      found.push([...trail.slice(at), node]);
      return;
    }
    if (done.has(node)) return;
    for (const to of next.get(node) ?? []) visit(to, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return found;
}
