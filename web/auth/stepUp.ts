import { signal } from '@preact/signals';
import type { StepUpHelp } from '../../shared/identity/passkeys/contract.ts';

/** A command that waits until its person has confirmed it; the dialog over the page answers. */
export type Asked = { readonly help: StepUpHelp; readonly answer: (confirmed: boolean) => void };

export const asked = signal<Asked | undefined>(undefined);

/** Whether the person confirmed. One question at a time: a second one meanwhile is answered with no. */
export async function confirmed(help: StepUpHelp): Promise<boolean> {
  if (asked.value) return false;
  return await new Promise<boolean>((resolve) => {
    asked.value = {
      help,
      answer(yes) {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}
