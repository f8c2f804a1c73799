import type { Extension, Task } from '@medplum/fhirtypes';
import { privacyTaskSystem, type PrivacyTask } from './ports.ts';

/** What the Tasks for the office of data protection have in common. */
export const extensionUrl = (base: string, name: string): string => `${base}/StructureDefinition/${name}`;

export const kindCode = (base: string, kind: PrivacyTask): NonNullable<Task['code']> => ({ coding: [{ system: privacyTaskSystem(base), code: kind }] });

export const valueOf = (task: Task, base: string, name: string): Extension | undefined => task.extension?.find(({ url }) => url === extensionUrl(base, name));

export const named = (reference: Task['for']): { readonly id: string; readonly name: string } => ({ id: reference?.reference?.split('/')[1] ?? '', name: reference?.display ?? '' });
