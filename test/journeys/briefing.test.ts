import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { facilities, staff } from '../../local/story.ts';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import { received, until } from '../support/browser.ts';
import { clientFor } from '../support/client.ts';
import { arrive, picture, rule, signIn, type Person } from '../support/journey.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

jest.setTimeout(240_000);

const question = 'Trạm nào còn thiếu dịch truyền, ghi số chai vào đây.';
const answer = 'Trạm Mẫu thiếu 40 chai Ringer lactat.';
const later = 'Và thiếu 20 bộ dây truyền.';
const said = [question, answer, later];
let id: string;
let host: Person;
let nurse: Person;
/** Messages that the API was asked to take, with what it said. */
const asked: { readonly text: string; readonly status: number }[] = [];

beforeAll(async () => {
  const plan = { title: 'Giao ban tuyến: dịch truyền', start: new Date().toISOString(), agenda: [{ title: 'Dịch truyền', minutes: 20 }], facilities: [facilities.station.id], people: [] };
  ({ id } = await clientFor(await accessToken('coordinator')).must<BriefingView>('briefingPlan', { body: plan }));
  [host, nurse] = await Promise.all([arrive('host-briefing'), arrive('nurse-briefing', { viewport: { width: 360, height: 740 } })]);
  for (const { page } of [host, nurse]) page.setDefaultTimeout(60_000);
  nurse.page.on('response', (response) => {
    const request = response.request();
    if (request.method() === 'POST' && new URL(request.url()).pathname === `/api/briefings/${id}/messages`) asked.push({ text: (request.postDataJSON() as { text: string }).text, status: response.status() });
  });
});
afterAll(async () => void (await Promise.all([host?.browser.close(), nurse?.browser.close()])));

async function enter(person: Person, user: 'coordinator' | 'nurse'): Promise<void> {
  const { page } = person;
  await signIn(person, user);
  await page.getByRole('link', { name: /^Tài khoản/ }).first().waitFor();
  await page.goto(`${target().baseUrl}/briefings/${id}`);
  await page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
  await page.getByRole('heading', { name: 'Kiểm tra máy trước khi vào' }).waitFor();
  await page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
  await page.getByRole('button', { name: 'Tin nhắn', exact: true }).click();
}

async function write({ page }: Person, text: string): Promise<void> {
  await page.getByLabel('Viết tin').fill(text);
  await page.getByRole('button', { name: 'Gửi', exact: true }).click();
}

const log = ({ page }: Person) => page.getByRole('log', { name: 'Tin nhắn' });

describe('the written exchange of a briefing', () => {
  rule('goes from one to the other in its room, both ways', async () => {
    await enter(host, 'coordinator');
    await enter(nurse, 'nurse');
    await until('the host hears the station', () => received(host.page), ({ voices }) => voices > 0, 60_000);
    await write(host, question);
    await log(nurse).getByText(question).waitFor();
    await write(nurse, answer);
    await log(host).getByText(answer).waitFor();
    await log(host).getByText(staff.nurse.name).first().waitFor();
    await picture(nurse, 'talk-in-room');
  });

  rule('keeps what is written without a network on the device, and says so', async () => {
    await nurse.page.context().setOffline(true);
    await write(nurse, later);
    await log(nurse).getByText('Tin được giữ trên máy này').waitFor();
    await log(nurse).getByText(later).waitFor();
    await picture(nurse, 'talk-without-network');
    expect(asked.map(({ text }) => text)).toEqual([answer]);
    expect(await log(host).getByText(later).count()).toBe(0);
  });

  rule('sends it by itself with the network, once', async () => {
    await nurse.page.context().setOffline(false);
    await log(host).getByText(later).waitFor();
    await log(nurse).getByText('Tin được giữ trên máy này').waitFor({ state: 'detached' });
    expect(asked).toEqual([{ text: answer, status: 200 }, { text: later, status: 200 }]);
  });

  rule('stands on the briefing’s page after a reload, each message once, in order', async () => {
    for (const person of [host, nurse]) {
      await person.page.reload();
      await log(person).getByText(later).waitFor();
      expect(await log(person).locator('.keep-lines').allTextContents()).toEqual(said);
    }
    await picture(nurse, 'talk-on-page');
    const kept = await clientFor(await accessToken('coordinator')).must<BriefingView>('briefing', { params: { id } });
    expect(kept.messages.map(({ text, by }) => [text, by.name])).toEqual([[question, staff.coordinator.name], [answer, staff.nurse.name], [later, staff.nurse.name]]);
  });

  rule('is blocked by no policy, throws nothing and asks no other origin', async () => {
    expect([...host.faults, ...nurse.faults].filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED/.test(fault))).toEqual([]);
  });
});
