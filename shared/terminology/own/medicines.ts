import type { Medicine } from '../../prescription/contract.ts';
import type { KnownMedicine } from '../../prescription/ports.ts';
import { named, type Definition } from './define.ts';

/**
 * Medicines that are suggested while a prescription is written: `own`. A small list of ingredients and forms that stations
 * commonly stock, not the national catalogue; names as Vietnamese labels spell them. To be replaced by a facility's own
 * list. Kind: H and N as the ministry's lists of controlled medicines have them. The last column names the same
 * ingredient otherwise, and groups in which an allergy to one counts for all ("penicillin").
 */
const lines = `
amlodipin-5|Amlodipin|Amlodipine|5 mg|viên nén|viên|C|
nifedipin-20|Nifedipin|Nifedipine|20 mg|viên nén tác dụng kéo dài|viên|C|
losartan-50|Losartan kali|Losartan potassium|50 mg|viên nén bao phim|viên|C|
telmisartan-40|Telmisartan|Telmisartan|40 mg|viên nén|viên|C|
enalapril-5|Enalapril maleat|Enalapril maleate|5 mg|viên nén|viên|C|ACE inhibitor
perindopril-5|Perindopril arginin|Perindopril arginine|5 mg|viên nén|viên|C|ACE inhibitor
captopril-25|Captopril|Captopril|25 mg|viên nén|viên|C|ACE inhibitor
bisoprolol-2.5|Bisoprolol fumarat|Bisoprolol fumarate|2,5 mg|viên nén|viên|C|
metoprolol-50|Metoprolol succinat|Metoprolol succinate|50 mg|viên nén tác dụng kéo dài|viên|C|
furosemid-40|Furosemid|Furosemide|40 mg|viên nén|viên|C|
spironolacton-25|Spironolacton|Spironolactone|25 mg|viên nén|viên|C|
hydroclorothiazid-25|Hydroclorothiazid|Hydrochlorothiazide|25 mg|viên nén|viên|C|
atorvastatin-20|Atorvastatin|Atorvastatin|20 mg|viên nén bao phim|viên|C|statin
rosuvastatin-10|Rosuvastatin|Rosuvastatin|10 mg|viên nén bao phim|viên|C|statin
aspirin-81|Aspirin|Aspirin|81 mg|viên nén bao tan trong ruột|viên|C|acetylsalicylic acid;acid acetylsalicylic;NSAID
clopidogrel-75|Clopidogrel|Clopidogrel|75 mg|viên nén bao phim|viên|C|
nitroglycerin-2.5|Nitroglycerin|Nitroglycerin|2,5 mg|viên nang giải phóng kéo dài|viên|C|glyceryl trinitrate
metformin-500|Metformin hydroclorid|Metformin hydrochloride|500 mg|viên nén bao phim|viên|C|
gliclazid-30|Gliclazid|Gliclazide|30 mg|viên nén giải phóng có kiểm soát|viên|C|
empagliflozin-10|Empagliflozin|Empagliflozin|10 mg|viên nén bao phim|viên|C|
levothyroxin-50|Levothyroxin natri|Levothyroxine sodium|50 mcg|viên nén|viên|C|
paracetamol-500|Paracetamol|Paracetamol|500 mg|viên nén|viên|C|acetaminophen
paracetamol-250|Paracetamol|Paracetamol|250 mg|bột sủi|gói|C|acetaminophen
ibuprofen-400|Ibuprofen|Ibuprofen|400 mg|viên nén bao phim|viên|C|NSAID
diclofenac-50|Diclofenac natri|Diclofenac sodium|50 mg|viên nén bao tan trong ruột|viên|C|NSAID
meloxicam-7.5|Meloxicam|Meloxicam|7,5 mg|viên nén|viên|C|NSAID
amoxicilin-500|Amoxicilin|Amoxicillin|500 mg|viên nang cứng|viên|C|penicillin;beta-lactam
amoxicilin-clavulanic-625|Amoxicilin + acid clavulanic|Amoxicillin and clavulanic acid|500 mg + 125 mg|viên nén bao phim|viên|C|Augmentin;penicillin;beta-lactam
ampicilin-500|Ampicilin|Ampicillin|500 mg|viên nang cứng|viên|C|penicillin;beta-lactam
cefuroxim-500|Cefuroxim|Cefuroxime|500 mg|viên nén bao phim|viên|C|cephalosporin;beta-lactam
cefixim-200|Cefixim|Cefixime|200 mg|viên nang cứng|viên|C|cephalosporin;beta-lactam
azithromycin-500|Azithromycin|Azithromycin|500 mg|viên nén bao phim|viên|C|macrolide
clarithromycin-500|Clarithromycin|Clarithromycin|500 mg|viên nén bao phim|viên|C|macrolide
ciprofloxacin-500|Ciprofloxacin|Ciprofloxacin|500 mg|viên nén bao phim|viên|C|quinolone
levofloxacin-500|Levofloxacin|Levofloxacin|500 mg|viên nén bao phim|viên|C|quinolone
sulfamethoxazol-trimethoprim-480|Sulfamethoxazol + trimethoprim|Sulfamethoxazole and trimethoprim|400 mg + 80 mg|viên nén|viên|C|cotrimoxazol;Biseptol;sulfonamide
metronidazol-250|Metronidazol|Metronidazole|250 mg|viên nén|viên|C|
doxycyclin-100|Doxycyclin|Doxycycline|100 mg|viên nang cứng|viên|C|tetracycline
omeprazol-20|Omeprazol|Omeprazole|20 mg|viên nang tan trong ruột|viên|C|
esomeprazol-20|Esomeprazol|Esomeprazole|20 mg|viên nén bao tan trong ruột|viên|C|
domperidon-10|Domperidon|Domperidone|10 mg|viên nén|viên|C|
oresol|Oresol|Oral rehydration salts|245 mOsm/l|bột pha uống|gói|C|
kem-10|Kẽm gluconat|Zinc gluconate|10 mg kẽm|viên nén phân tán|viên|C|
salbutamol-100|Salbutamol|Salbutamol|100 mcg/liều|bình xịt định liều|bình|C|
budesonid-200|Budesonid|Budesonide|200 mcg/liều|bình hít|bình|C|
prednisolon-5|Prednisolon|Prednisolone|5 mg|viên nén|viên|C|
cetirizin-10|Cetirizin|Cetirizine|10 mg|viên nén bao phim|viên|C|
loratadin-10|Loratadin|Loratadine|10 mg|viên nén|viên|C|
terbinafin-1|Terbinafin|Terbinafine|1 %|kem bôi da|tuýp|C|
betamethason-0.05|Betamethason dipropionat|Betamethasone dipropionate|0,05 %|kem bôi da|tuýp|C|
acid-folic-5|Acid folic|Folic acid|5 mg|viên nén|viên|C|
sat-folic|Sắt fumarat + acid folic|Ferrous fumarate and folic acid|200 mg + 1 mg|viên nang|viên|C|
diazepam-5|Diazepam|Diazepam|5 mg|viên nén|viên|H|benzodiazepine
phenobarbital-100|Phenobarbital|Phenobarbital|100 mg|viên nén|viên|H|barbiturate
morphin-10|Morphin sulfat|Morphine sulfate|10 mg|viên nang|viên|N|opioid
bo-khi|Thang bổ khí huyết|Traditional decoction|1 thang|thang thuốc sắc|thang|T|`;

type Line = Medicine & KnownMedicine;

/** The list, in its order. */
export const medicines: readonly Line[] = lines.trim().split('\n').map((line) => {
  const [code = '', name = '', en = '', strength = '', form = '', unit = '', kind = 'C', alike = ''] = line.split('|');
  return { code, name, en, strength, form, unit, kind: kind as Medicine['kind'], alike: alike.split(';').filter((one) => one !== '') };
});

/** The same as a code system, so that it can be looked up and replaced like any other. */
export const medicineSystem = (base: string): Definition => ({
  name: 'SuggestedMedicine', title: 'Thuốc gợi ý khi kê đơn', url: `${base}/CodeSystem/suggested-medicine`, content: 'fragment',
  description: 'Medicines suggested while a prescription is written. Own data, not the national catalogue.',
  properties: [{ code: 'unit', type: 'string' }, { code: 'kind', type: 'code' }],
  concepts: medicines.map(({ code, name, en, strength, form, unit, kind }) => named(code, `${name} ${strength}, ${form}`, `${en} ${strength}`, [{ code: 'unit', valueString: unit }, { code: 'kind', valueCode: kind }])),
});
