import { icd10Codes } from '../icd10Codes.ts';
import { conceptsOf, named, type Definition } from './define.ts';

/** The codes of others that we use, and no more of them: fragments. */
export const externalSystems: readonly Definition[] = [
  {
    name: 'ICD10InUse', title: 'ICD-10: mã đang dùng', url: 'http://hl7.org/fhir/sid/icd-10', content: 'fragment', description: 'Diagnoses of primary care and remote care (TT 30/2023/TT-BYT), until the table of TT 06/2026 can be had officially.',
    concepts: icd10Codes.map(({ code, vi, en }) => named(code, vi, en)),
  },
  {
    name: 'LOINCInUse', title: 'LOINC: mã đang dùng', url: 'http://loinc.org', content: 'fragment', description: 'LOINC codes that this product records. LOINC is copyright Regenstrief Institute, Inc. and available at no cost under https://loinc.org/license/.',
    concepts: conceptsOf(`
85354-9|Huyết áp|Blood pressure panel with all children optional
8480-6|Huyết áp tâm thu|Systolic blood pressure|85354-9
8462-4|Huyết áp tâm trương|Diastolic blood pressure|85354-9
8867-4|Mạch|Heart rate
9279-1|Nhịp thở|Respiratory rate
8310-5|Nhiệt độ|Body temperature
2708-6|Độ bão hòa oxy trong máu động mạch|Oxygen saturation in Arterial blood
59408-5|Độ bão hòa oxy đo qua da|Oxygen saturation in Arterial blood by Pulse oximetry
29463-7|Cân nặng|Body weight
8302-2|Chiều cao|Body height
15074-8|Đường huyết|Glucose [Moles/volume] in Blood
11488-4|Biên bản hội chẩn|Consult note
60591-5|Tóm tắt hồ sơ người bệnh|Patient summary Document`),
  },
  {
    name: 'UCUMInUse', title: 'UCUM: đơn vị đang dùng', url: 'http://unitsofmeasure.org', content: 'fragment', description: 'Units that this product records. UCUM is copyright Regenstrief Institute, Inc., https://ucum.org/license.',
    concepts: conceptsOf(`
mm[Hg]|mmHg|millimetre of mercury
/min|lần/phút|per minute
Cel|°C|degree Celsius
%|%|percent
kg|kg|kilogram
g|g|gram
cm|cm|centimetre
mmol/L|mmol/L|millimole per litre
mg|mg|milligram
mL|mL|millilitre
h|giờ|hour
d|ngày|day
wk|tuần|week
mo|tháng|month
a|năm|year
1|1|unity`),
  },
];
