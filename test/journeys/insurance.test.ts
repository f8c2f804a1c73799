import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardText, insuredStranger, patients } from '../../local/story.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { writeCardVideo } from '../support/cardVideo.ts';
import { clientFor } from '../support/client.ts';
import { arrive, picture, rule, signIn, type Person } from '../support/journey.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

jest.setTimeout(240_000);

const she = patients.patient;
let nurse: Person;

beforeAll(async () => {
  const card = join(mkdtempSync(join(tmpdir(), 'card-')), 'card.y4m');
  await writeCardVideo(card, cardText(she));
  nurse = await arrive('nurse-insurance', { cameraFile: card });
  nurse.page.setDefaultTimeout(60_000);
  await signIn(nurse, 'nurse');
  await nurse.page.getByRole('link', { name: 'Tiếp đón người bệnh' }).waitFor();
});

afterAll(async () => await nurse?.browser.close());

rule('two taps lead from the card to "covered, 100 %, because ...", and the figures are printed', async () => {
  const { page } = nurse;
  await page.getByRole('link', { name: 'Tiếp đón người bệnh' }).click();
  await page.getByRole('button', { name: 'Quét thẻ bằng camera' }).waitFor();
  let requests = 0;
  page.on('request', (request) => void (/\/api\//.test(request.url()) && (requests += 1)));

  await page.getByRole('button', { name: 'Quét thẻ bằng camera' }).click(); // tap 1
  const same = page.getByRole('button', { name: 'Đúng người này' });
  await same.waitFor();
  const recognised = performance.now();
  await same.click(); // tap 2
  await page.getByText('Được chi trả 100 % chi phí trong phạm vi').waitFor();
  await page.getByText('bất kể mức hưởng trên thẻ').waitFor();
  const milliseconds = Math.round(performance.now() - recognised);
  await picture(nurse, 'covered');
  console.log(`card to "covered, 100 %, because ...": 2 taps, ${requests} requests to the API, ${milliseconds} ms after the record was chosen`);
  expect(nurse.faults).toEqual([]);
});

rule('a typed number that is in doubt is settled by two taps on the number of the paper, and only then are the visits offered', async () => {
  const { page } = nurse;
  const { name, birthDate, sex, citizenId, address } = insuredStranger;
  const api = clientFor(await accessToken('nurse'));
  const him = await api.must<PatientSummary>('patientRegistration', { body: { name, birthDate, sex, citizenId, address, source: 'typed' } });
  await page.goto(`${target().baseUrl}/station/patients/${him.id}`);
  const number = page.getByRole('button', { name: citizenId.replace(/(?<=.)(?=(.{3})+$)/g, '\u2009'), exact: true });
  await page.getByText('Lần 1').waitFor();
  expect(await page.getByRole('button', { name: /^\d{3}\s\d{3}\s\d{3}\s\d{3}$/ }).count()).toBe(4);
  expect(await page.getByText(insuredStranger.insurance.number).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Hỏi cổng bảo hiểm' }).count()).toBe(0);
  await picture(nurse, 'number-in-doubt');
  await number.click(); // tap 1
  await page.getByText('Lần 2').waitFor();
  await number.click(); // tap 2
  await page.getByText('Được chi trả 100 % chi phí trong phạm vi').waitFor();
  await page.getByText(insuredStranger.insurance.number).waitFor();
  await page.getByRole('button', { name: 'Hỏi cổng bảo hiểm' }).waitFor();
  await picture(nurse, 'number-compared');
  expect(nurse.faults).toEqual([]);
});
