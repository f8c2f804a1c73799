import { consultationStates } from './contract.ts';
import { isFinal, transitions, type TransitionName } from './transitions.ts';
import type { StoredState } from './consultation.ts';
import { taskStatus } from './taskWrite.ts';

const names = Object.keys(transitions) as TransitionName[];
const stateless: readonly TransitionName[] = ['message', 'say', 'attach-photo'];
const states = consultationStates.filter((state): state is StoredState => state !== 'draft' && state !== 'queued');
/** Mermaid takes no hyphen in the name of a state. */
const node = (state: string): string => state.replace(/-/g, '_');

const stops: readonly StoredState[] = ['declined', 'cancelled', 'no-show', 'emergency-transfer', 'patient-died'];
/** States in which nobody has the case are drawn as one; they differ in how it came there. */
const untaken: readonly StoredState[] = ['submitted', 'routed', 'redirected', 'expired', 'escalated'];
const drawn = (state: StoredState): string => (untaken.includes(state) ? 'untaken' : node(state));

/** The main way, without the ways out, each arrow once with all the actions that take it. */
function edges(): readonly string[] {
  const arrows = new Map<string, Set<TransitionName>>();
  for (const from of states) {
    for (const name of names.filter((n) => !stateless.includes(n))) {
      for (const to of transitions[name].from[from] ?? []) {
        if (stops.includes(from) || stops.includes(to) || (untaken.includes(from) && untaken.includes(to))) continue;
        const arrow = `${drawn(from)} --> ${drawn(to)}`;
        arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(name));
      }
    }
  }
  return [...arrows].map(([arrow, by]) => `  ${arrow}: ${[...by].join(', ')}`);
}

/** The ways out: which action ends a consultation without a conclusion, and from where. */
const ways = (): readonly string[] =>
  stops.flatMap((stop) =>
    names.flatMap((name) => {
      const from = states.filter((state) => transitions[name].from[state]?.includes(stop));
      return from.length > 0 ? [`| ${stop} | ${name} | ${from.join(', ')} |`] : [];
    }),
  );

/** docs/states.md: the diagram and the table of who does what, from the table of transitions. */
export function statePage(): string {
  return `${[
    '# States of a consultation',
    '',
    'Made from `shared/consultation/transitions.ts` by `npm run docs`; do not edit.',
    '',
    '`draft` and `queued` exist in the client only. `submitted` is routed at once, because the request names facility and',
    'specialty. An escalation passes through `expired`, which the history keeps. `message`, `say` and',
    '`attach-photo` change no state and are left out.',
    '`start-call` in `in-call` changes nothing: both sides say it when they meet, and the second is answered with the call as',
    'it stands. There is no way to mark a case as entered in error: cancel it, with the reason.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  state "${untaken.join(', ')}" as untaken`,
    ...states.filter((state) => state.includes('-') && !stops.includes(state)).map((state) => `  state "${state}" as ${node(state)}`),
    '  [*] --> untaken: request',
    '  [*] --> scheduled: request with a slot',
    ...edges(),
    ...states.filter((state) => isFinal(state) && !stops.includes(state)).map((state) => `  ${node(state)} --> [*]`),
    '```',
    '',
    'Ways out without a conclusion; a missed appointment can be booked again:',
    '',
    '| ends in | by | from |',
    '|---|---|---|',
    ...ways(),
    '',
    '## Who may do what',
    '',
    'The specialist is the one who has the case, or where nobody has it any specialist of the asked facility and specialty.',
    '',
    '| action | who | from | to |',
    '|---|---|---|---|',
    ...names.map((name) => {
      const { by, from } = transitions[name];
      const to = [...new Set(Object.values(from).flat())].join(', ');
      return `| ${name} | ${by.join(', ')} | ${Object.keys(from).join(', ')} | ${stateless.includes(name) ? 'the same' : to} |`;
    }),
    '',
    '## As FHIR',
    '',
    '| state | Task.status |',
    '|---|---|',
    ...states.map((state) => `| ${state} | ${taskStatus[state]} |`),
  ].join('\n')}\n`;
}
