import { staff } from '../story.ts';
import { accounts, localPassword, type Account } from './accounts.ts';

export type Language = 'vi' | 'en';

const words = {
  vi: {
    title: 'Đăng nhập', intro: 'Dành cho nhân viên y tế. Người bệnh đăng nhập bằng mã gửi qua tin nhắn, ở trang chính.', user: 'Tên đăng nhập', password: 'Mật khẩu', submit: 'Đăng nhập',
    locked: (minutes: number) => `Đã có quá nhiều lần thử. Vì an toàn, tài khoản hoặc địa chỉ này tạm khóa. Hãy đợi ${minutes} phút rồi thử lại; mật khẩu đúng cũng phải đợi.`,
    wrongTitle: 'Chưa đăng nhập được', wrong: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi gõ lại.',
    people: 'Hoặc chọn một người trong câu chuyện mẫu', note: `Đây là bản chạy thử trên máy này: mọi người ở đây đều hư cấu, mật khẩu chung là ${localPassword}.`,
    expired: 'Trang đăng nhập đã hết hạn', expiredText: 'Trang này mở đã lâu hoặc đã được dùng. Hãy quay lại trang chính và đăng nhập lại.', home: 'Về trang chính',
    leaving: 'Đang đăng xuất', leave: 'Đăng xuất',
  },
  en: {
    title: 'Sign in', intro: 'For health workers. Patients sign in with a code sent by text message, on the main page.', user: 'User name', password: 'Password', submit: 'Sign in',
    locked: (minutes: number) => `There were too many tries. To be safe, this account or address is locked for a while. Wait ${minutes} minutes and try again; the right password has to wait too.`,
    wrongTitle: 'Not signed in', wrong: 'The user name or the password is not right. Check and type again.',
    people: 'Or choose somebody of the sample story', note: `This is a trial on this machine: everybody here is invented, and the password of all is ${localPassword}.`,
    expired: 'This sign-in page has expired', expiredText: 'It was open for long, or was used already. Go back to the main page and sign in again.', home: 'To the main page',
    leaving: 'Signing out', leave: 'Sign out',
  },
} as const;

const roleWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  station: { vi: 'Nhân viên trạm y tế', en: 'Station staff' },
  specialist: { vi: 'Bác sĩ chuyên khoa', en: 'Specialist' },
  coordinator: { vi: 'Điều phối', en: 'Coordinator' },
  viewer: { vi: 'Cán bộ Sở Y tế', en: 'Health department' },
  auditor: { vi: 'Kiểm tra truy cập', en: 'Auditor' },
};

const specialties: Readonly<Record<string, Readonly<Record<Language, string>>>> = { cardiology: { vi: 'Tim mạch', en: 'Cardiology' }, dermatology: { vi: 'Da liễu', en: 'Dermatology' } };

export const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export type SignInPage = { readonly language: Language; readonly action: string; readonly user: string; readonly failed: boolean; /** Too many tries: how long nothing is compared. */ readonly lockedSeconds?: number };

export function signInPage({ language, action, user, failed, lockedSeconds }: SignInPage): string {
  const w = words[language];
  const wrong = failed ? `<div class="problem" role="alert" tabindex="-1" id="problem"><h2>${w.wrongTitle}</h2><p><a href="#login">${lockedSeconds === undefined ? w.wrong : w.locked(Math.ceil(lockedSeconds / 60))}</a></p></div>` : '';
  const invalid = failed ? ' aria-invalid="true" aria-describedby="problem"' : '';
  return layout(language, w.title, `${wrong}
<h1>${w.title}</h1>
<p class="soft">${w.intro}</p>
<form method="post" action="${escape(action)}">
  <label for="login">${w.user}</label>
  <input id="login" name="login" value="${escape(user)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${failed ? invalid : ' autofocus'}>
  <label for="password">${w.password}</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required${failed ? ' autofocus' : ''}${invalid}>
  <button class="main" type="submit">${w.submit}</button>
</form>
<section aria-labelledby="people">
  <h2 id="people">${w.people}</h2>
  <p class="soft">${w.note}</p>
  <ul>${accounts.map((account) => personButton(account, language, action)).join('')}</ul>
</section>`);
}

function personButton({ user, name, roles, facility }: Account, language: Language, action: string): string {
  const person = Object.values(staff).find((s) => s.subject === user);
  const specialty = person && 'specialty' in person ? specialties[person.specialty]?.[language] : undefined;
  const role = [...roles.map((r) => roleWords[r]?.[language] ?? r), ...(specialty ? [specialty] : [])].join(', ');
  return `<li><form method="post" action="${escape(action)}"><input type="hidden" name="login" value="${user}"><input type="hidden" name="password" value="${localPassword}">
<button class="person" type="submit"><b>${escape(name)}</b> <code>${user}</code><span>${escape(role)} · ${escape(facility)}</span></button></form></li>`;
}

export function expiredPage(language: Language): string {
  const w = words[language];
  return layout(language, w.expired, `<h1>${w.expired}</h1><p>${w.expiredText}</p><p><a class="main" href="/">${w.home}</a></p>`);
}

/** Submits itself; the button is for browsers without script. */
export function signingOutPage(form: string): string {
  const w = words.vi;
  const home = `<p><a class="main" href="/">${w.home}</a></p>`;
  const button = form.replace('</form>', `<button class="main" type="submit">${w.leave}</button></form><script src="/oidc/assets/submit.js" defer></script>`);
  return layout('vi', w.leaving, `<h1>${w.leaving}</h1>${form ? button : home}`);
}

export function layout(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Liên Tuyến</title>
<link rel="stylesheet" href="/oidc/assets/page.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<header><a href="/">Liên Tuyến</a></header>
<main>${body}</main>
</body>
</html>
`;
}
