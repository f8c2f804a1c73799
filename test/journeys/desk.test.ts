import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cardText, patients } from '../../local/story.ts';
import { arrive, picture, signIn, type Person } from '../support/journey.ts';
import { target } from '../support/target.ts';

jest.setTimeout(120_000);

let nurse: Person;
const { patient } = patients;
const desk = async () => await nurse.page.goto(`${target().baseUrl}/station/desk`);
const field = () => nurse.page.getByLabel('Số căn cước hoặc máy quét cầm tay');
const find = () => nurse.page.getByRole('button', { name: 'Tìm', exact: true }).click();

beforeAll(async () => {
  nurse = await arrive('nurse-desk');
  await signIn(nurse, 'nurse');
  await nurse.page.getByRole('link', { name: 'Tiếp đón người bệnh' }).waitFor();
});
afterAll(async () => await nurse?.browser.close());

describe('the desk without a camera', () => {
  it('a card that says somebody else than the record offers to stop before it offers to go on', async () => {
    await desk();
    await field().fill(cardText({ ...patient, name: 'Giàng Thị Khác', birthDate: '1961-07-02' }));
    await find();
    await nurse.page.getByText('Có thể đây là thẻ của người khác').waitFor();
    const [first] = await nurse.page.locator('button.button--primary').allTextContents();
    expect(first).toMatch(/^Không/);
    await picture(nurse, 'others-card');
  });

  it.each(['012 185 000 011', '０１２１８５０００011', '012.185.000.011'])('the number typed as %s finds the person by the keyboard alone', async (typed) => {
    await desk();
    await field().waitFor();
    await nurse.page.keyboard.type(typed);
    await nurse.page.keyboard.press('Enter');
    await nurse.page.getByRole('button', { name: 'Đúng người này' }).waitFor();
  });

  it.each([
    ['O12185000011', 'Chữ O không phải số 0'], ['01218500001', 'chưa đủ 12 số'], ['0121850000111', 'nhiều hơn 12 số'],
    ['00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704', 'mã QR chuyển tiền'], ['https://mau.example/khuyen-mai', 'mở một trang web'],
  ])('%s is explained and nothing is asked of anybody', async (typed, says) => {
    await desk();
    let asked = 0;
    nurse.page.on('request', (request) => void (request.method() === 'POST' && /\/api\/people/.test(request.url()) && (asked += 1)));
    await field().fill(typed);
    await field().press('Enter');
    await nurse.page.getByText(says).first().waitFor();
    expect(asked).toBe(0);
  });

  it('ten megabytes of text as a QR are refused in words, at once, and the page goes on', async () => {
    await desk();
    await field().evaluate((input: HTMLInputElement) => {
      input.value = 'x'.repeat(10_000_000);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await nurse.page.getByText('Nội dung quá dài').waitFor();
    await nurse.page.getByRole('button', { name: 'Xóa và quét lại' }).click();
    expect(await field().inputValue()).toBe('');
  });
});

it('no page threw, was blocked by its own policy, or asked another origin', () => {
  expect(nurse.faults).toEqual([]);
});
