import { escape, layout, type Language } from '../page.ts';
import type { Candidate, Candidates } from './records.ts';

const words = {
  vi: {
    title: 'Chọn người bệnh', as: (name: string) => `Bạn đang đăng nhập với tên ${name}.`,
    intro: (app: string, writes: boolean) => `Ứng dụng “${app}” sẽ ${writes ? 'đọc và ghi' : 'đọc'} được hồ sơ của một người bạn chọn dưới đây, trong những gì bạn được phép.`,
    wide: 'Ứng dụng này còn xin quyền với mọi hồ sơ mà bạn được xem.',
    search: 'Tìm theo họ tên, số định danh, số thẻ bảo hiểm hoặc điện thoại', find: 'Tìm',
    near: 'Người bệnh đang có yêu cầu hội chẩn', own: 'Hồ sơ bạn được xem', found: (count: number, text: string) => `${count} người phù hợp với “${text}”`,
    more: 'Còn nhiều người khác nữa. Hãy gõ thêm tên, hoặc gõ số định danh.',
    nobody: 'Không tìm thấy ai mà bạn được xem hồ sơ. Hãy kiểm tra lại chữ đã gõ: họ tên từ hai chữ cái trở lên, hoặc cả số.', nobodyNear: 'Hiện không có ai. Hãy tìm theo tên hoặc số.',
    cancel: 'Không chọn ai, quay lại ứng dụng', born: 'sinh', number: 'số định danh', sexes: { male: 'Nam', female: 'Nữ' },
    problems: {
      'not-allowed': ['Chưa chọn được người này', 'Không có hồ sơ này, hoặc bạn không được xem. Lần thử này đã được ghi lại. Hãy chọn một người trong danh sách.'],
      nobody: ['Chưa chọn ai', 'Hãy chọn một người trong danh sách, hoặc tìm theo tên.'],
      unavailable: ['Chưa xem được danh sách', 'Hệ thống đang bận hoặc mất kết nối. Hãy đợi một chút rồi tìm lại; chưa có gì bị mất.'],
    },
  },
  en: {
    title: 'Choose the patient', as: (name: string) => `You are signed in as ${name}.`,
    intro: (app: string, writes: boolean) => `The application “${app}” will ${writes ? 'read and write' : 'read'} the record of one person whom you choose below, within what you may do yourself.`,
    wide: 'This application also asks for every record that you may see.',
    search: 'Search by name, citizen number, insurance card or phone', find: 'Search',
    near: 'Patients with an open request', own: 'Records that you may see', found: (count: number, text: string) => `${count} found for “${text}”`,
    more: 'There are more. Type more of the name, or the citizen number.',
    nobody: 'Nobody was found whose record you may see. Check what you typed: a name of two letters or more, or the whole number.', nobodyNear: 'There is nobody now. Search by name or number.',
    cancel: 'Choose nobody, back to the application', born: 'born', number: 'citizen number', sexes: { male: 'Male', female: 'Female' },
    problems: {
      'not-allowed': ['This person was not chosen', 'There is no such record, or you may not see it. This attempt was recorded. Choose somebody of the list.'],
      nobody: ['Nobody was chosen', 'Choose somebody of the list, or search by name.'],
      unavailable: ['The list can’t be shown now', 'The system is busy or can’t be reached. Wait a moment and search again; nothing is lost.'],
    },
  },
} as const;

export type ChoiceProblem = keyof (typeof words)['vi']['problems'];
export type ChoicePage = {
  readonly language: Language;
  readonly action: string;
  /** Who is signed in, and the application that asks. */
  readonly person: string;
  readonly application: string;
  readonly writes: boolean;
  /** It asks for scopes beside those of the one patient. */
  readonly wide: boolean;
  /** Staff search; patients choose among their own and those they care for. */
  readonly searches: boolean;
  /** What was searched for, where something was. */
  readonly text?: string;
  readonly found?: Candidates;
  readonly problem?: ChoiceProblem;
};

export function choicePage(page: ChoicePage): string {
  const w = words[page.language];
  const [title, detail] = page.problem ? w.problems[page.problem] : [];
  const problem = title ? `<div class="problem" role="alert" tabindex="-1" id="problem"><h2>${title}</h2><p>${detail}</p></div>` : '';
  const heading = page.text === undefined ? (page.searches ? w.near : w.own) : w.found(page.found?.people.length ?? 0, page.text);
  return layout(page.language, page.text === undefined ? w.title : `${escape(heading)} · ${w.title}`, `${problem}
<h1>${w.title}</h1>
<p class="soft">${escape(w.intro(page.application, page.writes))}${page.wide ? ` ${w.wide}` : ''} ${escape(w.as(page.person))}</p>
${page.searches ? searchForm(page) : ''}
${page.found ? `<section aria-labelledby="people"><h2 id="people">${escape(heading)}</h2>${list(page, page.found)}</section>` : ''}
<form method="post" action="${escape(page.action)}" class="plain"><button class="quiet" type="submit" name="cancel" value="yes">${w.cancel}</button></form>`);
}

const searchForm = ({ language, action, text = '', problem }: ChoicePage): string => `<form method="post" action="${escape(action)}" role="search">
  <label for="text">${words[language].search}</label>
  <input id="text" name="text" type="search" value="${escape(text)}" maxlength="100" autocomplete="off" spellcheck="false" required${problem ? ' aria-describedby="problem"' : ' autofocus'}>
  <button class="main" type="submit">${words[language].find}</button>
</form>`;

function list(page: ChoicePage, { people, more }: Candidates): string {
  const w = words[page.language];
  if (people.length === 0) return `<p class="soft">${page.text === undefined ? w.nobodyNear : w.nobody}</p>`;
  return `<ul>${people.map((one) => personButton(page, one)).join('')}</ul>${more ? `<p class="soft">${w.more}</p>` : ''}`;
}

function personButton({ language, action }: ChoicePage, { id, name, birthDate, sex, address, numberEnd }: Candidate): string {
  const w = words[language];
  const sexes: Readonly<Record<string, string>> = w.sexes;
  const parts = [sexes[sex ?? ''], birthDate && `${w.born} ${birthDate.split('-').toReversed().join('/')}`, numberEnd && `${w.number} …${numberEnd}`, address].filter((part) => part);
  return `<li><form method="post" action="${escape(action)}"><button class="person" type="submit" name="patient" value="${escape(id)}"><b>${escape(name)}</b><span>${escape(parts.join(' · '))}</span></button></form></li>`;
}
