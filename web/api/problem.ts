import { language } from '../i18n/language.ts';

/** What went wrong, in words for the person at the screen: the server's problem+json, or one made here. */
export type Problem = {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly correlationId?: string;
  /** JSON pointer of the field at fault in the body sent. */
  readonly at?: string;
  readonly help?: unknown;
};

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export type ClientCode = 'CLIENT_OFFLINE' | 'CLIENT_TIMEOUT' | 'CLIENT_UNREADABLE' | 'CLIENT_SIGN_IN_FAILED';

const texts: Readonly<Record<ClientCode, Readonly<Record<'vi' | 'en', readonly [string, string]>>>> = {
  CLIENT_OFFLINE: {
    vi: ['Không có mạng', 'Chưa gửi được. Những gì đã gõ vẫn được giữ trên máy này. Hãy thử lại khi có mạng.'],
    en: ['No network', 'It could not be sent. What you typed is kept on this device. Try again when there is a network.'],
  },
  CLIENT_TIMEOUT: {
    vi: ['Mạng quá chậm', 'Chưa nhận được trả lời. Những gì đã gõ vẫn còn; gửi lại không bị ghi hai lần.'],
    en: ['The network is too slow', 'No answer came. What you typed is kept; sending again is never recorded twice.'],
  },
  CLIENT_UNREADABLE: {
    vi: ['Trả lời không đọc được', 'Máy chủ trả lời không đúng khuôn dạng. Hãy thử lại sau giây lát; những gì đã gõ vẫn còn.'],
    en: ['The answer cannot be read', 'The server answered in a wrong format. Try again in a moment; what you typed is kept.'],
  },
  CLIENT_SIGN_IN_FAILED: {
    vi: ['Chưa đăng nhập được', 'Việc đăng nhập không hoàn tất. Hãy bắt đầu lại từ trang đăng nhập.'],
    en: ['Sign-in did not finish', 'The sign-in was not completed. Start again from the sign-in page.'],
  },
};

export function clientProblem(code: ClientCode, status = 0): Problem {
  const [title, detail] = texts[code][language.value];
  return { code, title, detail, status };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads problem+json (RFC 9457) or a FHIR OperationOutcome; anything else is "unreadable". */
export function problemOf(status: number, body: unknown, correlationId?: string): Problem {
  if (typeof body !== 'object' || body === null) return { ...clientProblem('CLIENT_UNREADABLE', status), correlationId };
  const given = body as Readonly<Record<string, unknown>>;
  const code = text(given['code']);
  const title = text(given['title']);
  if (code && title) {
    return {
      code, title, status, detail: text(given['detail']) ?? '',
      correlationId: text(given['correlationId']) ?? correlationId, at: text(given['at']), help: given['help'],
    };
  }
  return { ...(outcomeProblem(status, given) ?? clientProblem('CLIENT_UNREADABLE', status)), correlationId };
}

function outcomeProblem(status: number, given: Readonly<Record<string, unknown>>): Problem | undefined {
  if (given['resourceType'] !== 'OperationOutcome' || !Array.isArray(given['issue'])) return undefined;
  const issue = given['issue'][0] as { code?: string; diagnostics?: string; details?: { text?: string; coding?: { code?: string }[] } } | undefined;
  const title = issue?.details?.text ?? issue?.diagnostics;
  if (!title) return undefined;
  return { code: issue?.details?.coding?.[0]?.code ?? issue?.code ?? 'FHIR', title, detail: issue?.details?.text ? (issue.diagnostics ?? '') : '', status };
}
