import type { ResourceType } from '@medplum/fhirtypes';
import type { Handled } from '../../_http/chain.ts';
import type { Interaction } from '../context.ts';

/** What an operation was asked of: nothing (the system), a type, or one resource. */
export type Target = { readonly type?: ResourceType; readonly id?: string };

export type OperationMethod = 'GET' | 'POST' | 'DELETE';

/**
 * A FHIR operation (R4 3.2) at one level. `handle` imports the code when it is first asked for, so that an operation
 * costs a cold start nothing.
 */
export type Operation = {
  /** Without the $. */
  readonly name: string;
  readonly level: 'system' | 'type' | 'instance';
  /** On which types; absent at type and instance level: on all. */
  readonly types?: readonly ResourceType[];
  readonly methods: readonly OperationMethod[];
  /** The canonical address of its OperationDefinition. Absent: a part of another operation, which the CapabilityStatement does not list. */
  readonly definition?: string;
  readonly handle: (interaction: Interaction, target: Target) => Promise<Handled>;
};
