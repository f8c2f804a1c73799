import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardText, patients } from '../../local/story.ts';
import { writeCardVideo } from '../support/cardVideo.ts';
import { arrive, picture, signIn, type Person } from '../support/journey.ts';

jest.setTimeout(120_000);

const she = patients.patient;
let nurse: Person;

beforeAll(async () => {
  const card = join(mkdtempSync(join(tmpdir(), 'card-')), 'card.y4m');
  await writeCardVideo(card, cardText(she));
  nurse = await arrive('nurse-insurance', { cameraFile: card });
});

afterAll(async () => await nurse?.browser.close());

it('two taps lead from the card to "covered, 100 %, because ...", and the figures are printed', async () => {
  const { page } = nurse;
  await signIn(nurse, 'nurse');
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
