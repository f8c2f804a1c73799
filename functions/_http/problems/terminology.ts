import type { TerminologyErrorCode } from '../../../shared/terminology/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const terminologyProblems: ProblemCatalogue<TerminologyErrorCode> = {
  TERMINOLOGY_SYSTEM_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có hệ mã này', detail: 'Máy chủ không giữ hệ mã {system}. Hãy lưu CodeSystem đó trước, hoặc kiểm tra lại địa chỉ.' },
    en: { title: 'Unknown code system', detail: 'The code system {system} is not kept here. Store that CodeSystem first, or check its address.' },
  },
  TERMINOLOGY_VALUE_SET_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có danh mục này', detail: 'Máy chủ không giữ danh mục {valueSet}. Hãy lưu ValueSet đó trước, hoặc kiểm tra lại địa chỉ.' },
    en: { title: 'Unknown value set', detail: 'The value set {valueSet} is not kept here. Store that ValueSet first, or check its address.' },
  },
  TERMINOLOGY_CODE_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có mã này', detail: 'Hệ mã {system} không có mã được hỏi. Hãy kiểm tra lại mã.' },
    en: { title: 'Unknown code', detail: 'The code system {system} has no such code. Check the code.' },
  },
  TERMINOLOGY_FILTER_UNSUPPORTED: {
    status: 422,
    vi: { title: 'Chưa hỗ trợ bộ lọc này', detail: 'Danh mục dùng bộ lọc {filter}. Dùng được: is-a, descendent-of, is-not-a, generalizes, =, in, not-in, exists.' },
    en: { title: 'Filter not supported', detail: 'The value set uses the filter {filter}. Supported: is-a, descendent-of, is-not-a, generalizes, =, in, not-in, exists.' },
  },
  TERMINOLOGY_EXPANSION_TOO_LARGE: {
    status: 422,
    vi: { title: 'Danh mục quá lớn', detail: 'Danh mục có hơn {most} mã hoặc lồng nhau quá sâu. Hãy thu hẹp danh mục.' },
    en: { title: 'Value set too large', detail: 'The value set has more than {most} codes, or value sets nested too deeply. Narrow it.' },
  },
  TERMINOLOGY_INPUT_MISSING: {
    status: 400,
    vi: { title: 'Thiếu tham số', detail: 'Cần một trong: {input}.' },
    en: { title: 'A parameter is missing', detail: 'One of these is needed: {input}.' },
  },
};
