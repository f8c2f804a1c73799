/**
 * R4 OperationOutcome.issue. `expression` is the FHIRPath of the element at fault, of names and indexes alone as R4 wants
 * it; the words never hold its value.
 */
export type Issue = {
  readonly severity?: 'error' | 'warning' | 'information';
  readonly code: 'structure' | 'invariant' | 'code-invalid' | 'value' | 'required' | 'not-supported' | 'not-found' | 'extension';
  /** In Vietnamese. */
  readonly text: string;
  /** In English. */
  readonly diagnostics: string;
  readonly expression: string;
  /** The same with the types of choices, "Observation.value.ofType(Quantity)"; absent where there are none. */
  readonly typed?: string;
};

type Words = readonly [code: Issue['code'], vi: string, en: string];

/** What can be wrong with an element, in both languages. {…} are names of the standard (types, rules, value sets), never data. */
const words = {
  'not-a-type': ['structure', 'Không phải loại tài nguyên của FHIR R4', 'not an R4 resource type'],
  'unknown-element': ['structure', 'FHIR R4 không có phần tử này ở đây', 'R4 has no such element here'],
  'no-extension-here': ['structure', 'Chỉ giá trị đơn mới có phần mở rộng dạng này', 'only a primitive has an element of this kind beside it'],
  'list-needed': ['structure', 'Phải là danh sách', 'a list is needed'],
  'one-needed': ['structure', 'Chỉ được có một, không phải danh sách', 'one value is needed, not a list'],
  'too-many': ['structure', 'Nhiều nhất {max} giá trị', 'at most {max} values'],
  'too-few': ['required', 'Cần ít nhất {min} giá trị', 'at least {min} values are needed'],
  'missing': ['required', 'Thiếu phần tử bắt buộc', 'a required element is missing'],
  'two-of-a-choice': ['structure', 'Chỉ được chọn một kiểu giá trị', 'only one of the types may be given'],
  'object-needed': ['structure', 'Phải là một đối tượng kiểu {type}', 'an object of type {type} is needed'],
  'json-type': ['structure', 'Kiểu {type} viết bằng {json} trong JSON', 'a {type} is a JSON {json}'],
  'empty-list': ['structure', 'Danh sách không được rỗng', 'a list may not be empty'],
  'empty-object': ['structure', 'Đối tượng không được rỗng', 'an object may not be empty'],
  'empty-text': ['value', 'Giá trị không được rỗng', 'a value may not be empty'],
  'null': ['structure', 'null chỉ đứng thay giá trị có phần mở rộng', 'null stands only beside an extension'],
  'too-deep': ['structure', 'Lồng quá sâu', 'nested too deeply'],
  'form': ['value', 'Không đúng dạng {type}{hint}', 'not a {type}{hint}'],
  'id': ['value', 'Mã gồm 1 đến 64 ký tự A-Z a-z 0-9 - .', 'an id has 1 to 64 of A-Z a-z 0-9 - .'],
  'id-twice': ['value', 'Mã phần tử này đã có trong tài nguyên', 'another element of the resource has this id'],
  'absolute': ['value', 'Phải là địa chỉ tuyệt đối', 'an absolute URI is needed'],
  'not-bound': ['code-invalid', 'Không phải mã của danh mục {valueSet}', 'not a code of {valueSet}'],
  'target': ['structure', 'Không được trỏ tới {got}; chỉ {expected}', 'may not point to {got}, only to {expected}'],
  'type-differs': ['structure', 'Reference.type không khớp với đích', 'Reference.type is not the type pointed to'],
  'no-contained': ['value', 'Không có tài nguyên kèm theo (contained) như vậy', 'no such contained resource'],
  'invariant': ['invariant', 'Không thỏa quy tắc {key} của FHIR: {says}', '{key}: {says}'],
  'rule-failed': ['not-supported', 'Không tính được quy tắc {key}', 'the rule {key} can not be evaluated'],
  'profile-too-few': ['required', '{profile}: cần ít nhất {min} giá trị', '{profile}: at least {min} values are needed'],
  'profile-too-many': ['structure', '{profile}: nhiều nhất {max} giá trị', '{profile}: at most {max} values'],
  'profile-forbidden': ['structure', '{profile}: không được có phần tử này', '{profile}: this element may not be there'],
  'profile-value': ['value', '{profile}: giá trị phải đúng như hồ sơ quy định', '{profile}: the value is not the one that the profile fixes'],
  'profile-type': ['structure', '{profile}: kiểu giá trị phải là {types}', '{profile}: the type must be {types}'],
  'profile-target': ['structure', '{profile}: chỉ được trỏ tới {expected}', '{profile}: may point to {expected} only'],
  'profile-length': ['value', '{profile}: dài nhất {max} ký tự', '{profile}: at most {max} characters'],
  'profile-range': ['value', '{profile}: ngoài giới hạn của hồ sơ', '{profile}: outside the limits of the profile'],
  'profile-bound': ['code-invalid', '{profile}: không phải mã của danh mục {valueSet}', '{profile}: not a code of {valueSet}'],
  'profile-unchecked-binding': ['not-supported', '{profile}: máy chủ không có danh mục {valueSet} nên chưa kiểm tra mã', '{profile}: {valueSet} is not known here; the code was not checked'],
  'profile-slice-few': ['required', '{profile}: phần {slice} cần ít nhất {min} giá trị', '{profile}: slice {slice} needs at least {min} values'],
  'profile-slice-many': ['structure', '{profile}: phần {slice} có nhiều nhất {max} giá trị', '{profile}: slice {slice} takes at most {max} values'],
  'profile-closed': ['structure', '{profile}: giá trị không thuộc phần nào được phép', '{profile}: belongs to none of the slices allowed here'],
  'profile-order': ['structure', '{profile}: các phần không theo đúng thứ tự', '{profile}: the slices are not in their order'],
  'profile-invariant': ['invariant', '{profile}: không thỏa quy tắc {key}: {says}', '{profile}: {key}: {says}'],
  'profile-other-type': ['structure', '{profile} dành cho {type}', '{profile} is for {type}'],
  'profile-unknown': ['not-found', 'Máy chủ không biết hồ sơ {profile}: nội dung chưa được kiểm tra theo hồ sơ này', 'the profile {profile} is not known here: the content was not checked against it'],
  'profile-unsupported': ['not-supported', 'Hồ sơ {profile} không áp dụng được ({reason}): nội dung chưa được kiểm tra theo hồ sơ này', 'the profile {profile} can not be enforced ({reason}): the content was not checked against it'],
  'extension-context': ['extension', 'Phần mở rộng {profile} không được dùng ở đây', 'the extension {profile} may not be used here'],
} as const satisfies Record<string, Words>;

export type IssueKey = keyof typeof words;
export type Params = Readonly<Record<string, string | number>>;

const fill = (text: string, params: Params): string => text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));

/** `path`: of the element at fault; may name the types of choices. */
export function issue(key: IssueKey, path: string, params: Params = {}, severity: Issue['severity'] = 'error'): Issue {
  const [code, vi, en] = words[key];
  const plain = path.replace(/\.ofType\(\w+\)/g, '');
  return { severity, code, text: fill(vi, params), diagnostics: fill(en, params), expression: plain, ...(plain === path ? {} : { typed: path }) };
}

/** Whether a finding keeps a resource from being stored. */
export const isError = ({ severity = 'error' }: Issue): boolean => severity === 'error';
