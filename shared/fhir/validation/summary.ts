import './withoutWebSocket.ts';
import { getAllDataTypes } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import { installDataTypes } from './definitions.ts';

/** The elements of a type that a summary has and that may never be left out, choices by their full names too. */
export function summaryElements(type: ResourceType): { readonly summary: readonly string[]; readonly mandatory: readonly string[] } {
  installDataTypes();
  const schema = getAllDataTypes()[type];
  const expand = (names: Iterable<string>): string[] =>
    [...names].flatMap((name) => {
      const choice = schema?.elements[`${name}[x]`];
      return choice ? choice.type.map(({ code }) => name + code.charAt(0).toUpperCase() + code.slice(1)) : [name];
    });
  return { summary: expand(schema?.summaryProperties ?? []), mandatory: expand(schema?.mandatoryProperties ?? []) };
}
