/**
 * Province codes with the dates on which they meant something. Numbers of citizens, insurance cards and facilities keep
 * the code of the day they were given for life, so a bare code needs a date.
 * Source: the 34 provinces with codes of QĐ 19/2025/QĐ-TTg from thanglequoc/vietnamese-provinces-database
 * (MIT, commit cd58063, to NQ 30/2026/QH16); the 63 before from the annexes at DHHOS of 11/06/2024; which merged into which is general
 * knowledge, to be corrected here (shared reference: admin-units.md).
 */
export type Province = { readonly code: string; readonly name: string; /** FHIR dates, both included; open where absent. */ readonly from?: string; readonly to?: string; /** Codes of the provinces that it was made of. */ readonly merged?: readonly string[] };

/** The last day of the 63 provinces and of the district tier. */
export const lastDayBeforeMerger = '2025-06-30';
const firstDayAfterMerger = '2025-07-01';

const before: readonly (readonly [code: string, name: string])[] = [
  ['01', 'Hà Nội'], ['02', 'Hà Giang'], ['04', 'Cao Bằng'], ['06', 'Bắc Kạn'], ['08', 'Tuyên Quang'], ['10', 'Lào Cai'], ['11', 'Điện Biên'],
  ['12', 'Lai Châu'], ['14', 'Sơn La'], ['15', 'Yên Bái'], ['17', 'Hoà Bình'], ['19', 'Thái Nguyên'], ['20', 'Lạng Sơn'], ['22', 'Quảng Ninh'],
  ['24', 'Bắc Giang'], ['25', 'Phú Thọ'], ['26', 'Vĩnh Phúc'], ['27', 'Bắc Ninh'], ['30', 'Hải Dương'], ['31', 'Hải Phòng'], ['33', 'Hưng Yên'],
  ['34', 'Thái Bình'], ['35', 'Hà Nam'], ['36', 'Nam Định'], ['37', 'Ninh Bình'], ['38', 'Thanh Hóa'], ['40', 'Nghệ An'], ['42', 'Hà Tĩnh'],
  ['44', 'Quảng Bình'], ['45', 'Quảng Trị'], ['46', 'Thừa Thiên Huế'], ['48', 'Đà Nẵng'], ['49', 'Quảng Nam'], ['51', 'Quảng Ngãi'],
  ['52', 'Bình Định'], ['54', 'Phú Yên'], ['56', 'Khánh Hòa'], ['58', 'Ninh Thuận'], ['60', 'Bình Thuận'], ['62', 'Kon Tum'], ['64', 'Gia Lai'],
  ['66', 'Đắk Lắk'], ['67', 'Đắk Nông'], ['68', 'Lâm Đồng'], ['70', 'Bình Phước'], ['72', 'Tây Ninh'], ['74', 'Bình Dương'], ['75', 'Đồng Nai'],
  ['77', 'Bà Rịa - Vũng Tàu'], ['79', 'Hồ Chí Minh'], ['80', 'Long An'], ['82', 'Tiền Giang'], ['83', 'Bến Tre'], ['84', 'Trà Vinh'],
  ['86', 'Vĩnh Long'], ['87', 'Đồng Tháp'], ['89', 'An Giang'], ['91', 'Kiên Giang'], ['92', 'Cần Thơ'], ['93', 'Hậu Giang'], ['94', 'Sóc Trăng'],
  ['95', 'Bạc Liêu'], ['96', 'Cà Mau'],
];

const since: readonly (readonly [code: string, name: string, merged: string])[] = [
  ['01', 'Hà Nội', '01'], ['04', 'Cao Bằng', '04'], ['08', 'Tuyên Quang', '02 08'], ['11', 'Điện Biên', '11'], ['12', 'Lai Châu', '12'],
  ['14', 'Sơn La', '14'], ['15', 'Lào Cai', '10 15'], ['19', 'Thái Nguyên', '06 19'], ['20', 'Lạng Sơn', '20'], ['22', 'Quảng Ninh', '22'],
  ['24', 'Bắc Ninh', '24 27'], ['25', 'Phú Thọ', '17 25 26'], ['31', 'Hải Phòng', '30 31'], ['33', 'Hưng Yên', '33 34'],
  ['37', 'Ninh Bình', '35 36 37'], ['38', 'Thanh Hoá', '38'], ['40', 'Nghệ An', '40'], ['42', 'Hà Tĩnh', '42'], ['44', 'Quảng Trị', '44 45'],
  ['46', 'Huế', '46'], ['48', 'Đà Nẵng', '48 49'], ['51', 'Quảng Ngãi', '51 62'], ['52', 'Gia Lai', '52 64'], ['56', 'Khánh Hoà', '56 58'],
  ['66', 'Đắk Lắk', '54 66'], ['68', 'Lâm Đồng', '60 67 68'], ['75', 'Đồng Nai', '70 75'], ['79', 'Hồ Chí Minh', '74 77 79'],
  ['80', 'Tây Ninh', '72 80'], ['82', 'Đồng Tháp', '82 87'], ['86', 'Vĩnh Long', '83 84 86'], ['91', 'An Giang', '89 91'],
  ['92', 'Cần Thơ', '92 93 94'], ['96', 'Cà Mau', '95 96'],
];

export const provinces: readonly Province[] = [
  ...before.map(([code, name]): Province => ({ code, name, to: lastDayBeforeMerger })),
  ...since.map(([code, name, merged]): Province => ({ code, name, from: firstDayAfterMerger, merged: merged.split(' ') })),
];

const covers = ({ from = '', to = '9999' }: Province, day: string): boolean => from <= day && day <= to;

/** What a code meant on a day (FHIR date): "15" is Yên Bái on 30/06/2025 and Lào Cai the day after. */
export const provinceAt = (code: string, day: string): Province | undefined => provinces.find((province) => province.code === code && covers(province, day));

/** Codes that mean another province now than before the merger, by name: for whoever reads one without a date. */
export const changedMeaning: readonly string[] = before.flatMap(([code, name]) => {
  const now = provinceAt(code, firstDayAfterMerger);
  return now && plain(now.name) !== plain(name) ? [code] : [];
});

/** Hoà Bình and Hòa Bình are one spelling in two. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Where a number that was given up to the merger was given; every one of the 63 codes. */
export const oldProvinceCodes: ReadonlySet<string> = new Set(before.map(([code]) => code));
