import { interactionPolicy, type Context } from 'oidc-provider';
import { parseScope } from '../../../shared/identity/smartScopes.ts';
import type { FileStore } from '../fileAdapter.ts';

/** The name of our step between sign-in and consent: whom is the application started for (SMART App Launch 2.2, launch/patient)? */
export const choosingPrompt = 'choose_patient';

/** What was chosen at that step; without a patient it is the person who signed in. By whom it was chosen stands with it. */
export type Chosen = { readonly accountId: string; readonly patient?: string };

/** The steps of a sign-in: who, then for whom where the application wants to know, then consent. */
export function signInSteps(web: string): object {
  const { base, Check, Prompt } = interactionPolicy;
  const open = new Check('nobody_chosen', 'the patient has to be chosen', 'interaction_required', (context: Context) => wantsPatient(context, web) && chosenIn(context) === undefined, detailsOf);
  const steps = base();
  steps.add(new Prompt({ name: choosingPrompt, requestable: false }, open), 1);
  return steps;
}

/** For the page: when the person signed in, which the questions that it asks of our API say too, and the application's name. */
const detailsOf = ({ oidc }: Context) => ({ signedInAt: oidc.session?.authTime(), application: oidc.client?.clientName });

/** "An application that is granted a patient/ scope has a patient in context" (SMART App Launch 2.2): launch/patient is inferred. */
function wantsPatient({ oidc }: Context, web: string): boolean {
  const words = (oidc.params?.['scope'] ?? '').split(' ');
  return oidc.client?.clientId !== web && words.some((word) => word === 'launch/patient' || parseScope(word)?.level === 'patient');
}

/** The choice of this sign-in; another person's, made before they changed places, is none. */
export function chosenIn({ oidc }: Context): Chosen | undefined {
  const chosen = oidc.result?.launch;
  return chosen !== undefined && chosen.accountId === oidc.session?.accountId ? chosen : undefined;
}

/** Keeps a choice as long as the grant that it belongs to, so that renewed tokens have it; it goes when the grant is revoked. */
export function choices(store: FileStore, lifeSeconds: number) {
  const kept = store.adapter('PatientChoice');
  return {
    keep: async (grantId: string, patient: string): Promise<void> => await kept.upsert(grantId, { grantId, patient }, lifeSeconds),
    /** The claim of an access token (docs/deploy.md). */
    claim: async (grantId: string | undefined): Promise<{ readonly launch_patient?: string }> => {
      const patient = grantId === undefined ? undefined : (await kept.find(grantId))?.['patient'];
      return typeof patient === 'string' ? { launch_patient: patient } : {};
    },
  };
}
export type Choices = ReturnType<typeof choices>;
