import { pathOf } from '../../shared/routes.ts';
import type { SignInCodeAnswer, SignInTokenAnswer } from '../../shared/identity/contract.ts';

/** A patient's token as a patient gets it: asks for a code, reads it from the SMS simulator, hands it in. */
export async function patientToken(baseUrl: string, smsUrl: string, person: { readonly citizenId: string; readonly phone: string }): Promise<string> {
  const since = Date.now();
  const { challengeId } = await post<SignInCodeAnswer>(`${baseUrl}${pathOf('signInCode')}`, { citizenId: person.citizenId });
  const code = await codeSentTo(smsUrl, person.phone, since);
  return (await post<SignInTokenAnswer>(`${baseUrl}${pathOf('signInToken')}`, { challengeId, code })).accessToken;
}

async function post<T>(address: string, body: object): Promise<T> {
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

type Message = { readonly text: string; readonly at: string };

async function codeSentTo(smsUrl: string, phone: string, since: number): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const inbox = (await (await fetch(`${smsUrl}/inbox?phone=${phone}`)).json()) as readonly Message[];
    const code = inbox.filter((m) => Date.parse(m.at) >= since).map((m) => /\b(\d{6})\b/.exec(m.text)?.[1]).find(Boolean);
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code arrived at the SMS simulator within 5 s');
}
