import { conceptsOf, named, type Definition } from './define.ts';

/** Old two-digit codes with the name until 30 June 2025, and the province of today that took it in. */
const oldProvinces = `
01|Hà Nội|01
02|Hà Giang|08
04|Cao Bằng|04
06|Bắc Kạn|19
08|Tuyên Quang|08
10|Lào Cai|15
11|Điện Biên|11
12|Lai Châu|12
14|Sơn La|14
15|Yên Bái|15
17|Hoà Bình|25
19|Thái Nguyên|19
20|Lạng Sơn|20
22|Quảng Ninh|22
24|Bắc Giang|24
25|Phú Thọ|25
26|Vĩnh Phúc|25
27|Bắc Ninh|24
30|Hải Dương|31
31|Hải Phòng|31
33|Hưng Yên|33
34|Thái Bình|33
35|Hà Nam|37
36|Nam Định|37
37|Ninh Bình|37
38|Thanh Hóa|38
40|Nghệ An|40
42|Hà Tĩnh|42
44|Quảng Bình|44
45|Quảng Trị|44
46|Thừa Thiên Huế|46
48|Đà Nẵng|48
49|Quảng Nam|48
51|Quảng Ngãi|51
52|Bình Định|52
54|Phú Yên|66
56|Khánh Hòa|56
58|Ninh Thuận|56
60|Bình Thuận|68
62|Kon Tum|51
64|Gia Lai|52
66|Đắk Lắk|66
67|Đắk Nông|68
68|Lâm Đồng|68
70|Bình Phước|75
72|Tây Ninh|80
74|Bình Dương|79
75|Đồng Nai|75
77|Bà Rịa - Vũng Tàu|79
79|Hồ Chí Minh|79
80|Long An|80
82|Tiền Giang|82
83|Bến Tre|86
84|Trà Vinh|86
86|Vĩnh Long|86
87|Đồng Tháp|82
89|An Giang|91
91|Kiên Giang|91
92|Cần Thơ|92
93|Hậu Giang|92
94|Sóc Trăng|92
95|Bạc Liêu|96
96|Cà Mau|96`;

const provinces = `
01|Thành phố Hà Nội
04|Tỉnh Cao Bằng
08|Tỉnh Tuyên Quang
11|Tỉnh Điện Biên
12|Tỉnh Lai Châu
14|Tỉnh Sơn La
15|Tỉnh Lào Cai
19|Tỉnh Thái Nguyên
20|Tỉnh Lạng Sơn
22|Tỉnh Quảng Ninh
24|Tỉnh Bắc Ninh
25|Tỉnh Phú Thọ
31|Thành phố Hải Phòng
33|Tỉnh Hưng Yên
37|Tỉnh Ninh Bình
38|Tỉnh Thanh Hoá
40|Tỉnh Nghệ An
42|Tỉnh Hà Tĩnh
44|Tỉnh Quảng Trị
46|Thành phố Huế
48|Thành phố Đà Nẵng
51|Tỉnh Quảng Ngãi
52|Tỉnh Gia Lai
56|Tỉnh Khánh Hoà
66|Tỉnh Đắk Lắk
68|Tỉnh Lâm Đồng
75|Thành phố Đồng Nai
79|Thành phố Hồ Chí Minh
80|Tỉnh Tây Ninh
82|Tỉnh Đồng Tháp
86|Tỉnh Vĩnh Long
91|Tỉnh An Giang
92|Thành phố Cần Thơ
96|Tỉnh Cà Mau`;

const rows = (text: string): string[][] => text.trim().split('\n').map((line) => line.split('|'));

/**
 * National lists. A two-digit province code means another place before and after 1 July 2025 (24 was Bắc Giang and is
 * Bắc Ninh), so old and new are two code systems. Which old provinces went into which new one is common knowledge to
 * be checked against the decree; cards and numbers keep the old codes.
 */
export const nationalSystems = (base: string): readonly Definition[] => [
  {
    name: 'Province', title: 'Tỉnh, thành phố từ 01/07/2025', url: `${base}/CodeSystem/province`, description: 'The 34 provinces since 1 July 2025 (QĐ 19/2025/QĐ-TTg). Communes are not listed here.',
    properties: [{ code: 'merged', type: 'code', description: 'Old code (province-2024) that this province took in' }],
    concepts: rows(provinces).map(([code = '', vi = '']) => named(code, vi, undefined, rows(oldProvinces).filter(([, , to]) => to === code).map(([old = '']) => ({ code: 'merged', valueCode: old })))),
  },
  {
    name: 'Province2024', title: 'Tỉnh, thành phố đến 30/06/2025', url: `${base}/CodeSystem/province-2024`, description: 'The 63 provinces until 30 June 2025, as citizen numbers, insurance cards and old papers name them.',
    properties: [{ code: 'now', type: 'code', description: 'Code of today (province)' }],
    concepts: rows(oldProvinces).map(([code = '', vi = '', now = '']) => named(code, vi, undefined, [{ code: 'now', valueCode: now }])),
  },
  {
    name: 'InsurancePortalResult', title: 'Mã kết quả tra cứu thẻ BHYT', url: `${base}/CodeSystem/insurance-portal-result`, description: 'The 27 result codes of the insurer\'s portal (annex 03 to CV 1923/BHXH-CNTT).',
    concepts: conceptsOf(`
000|Thẻ đúng|Card correct
001|Thẻ do Bộ Quốc phòng cấp|Issued by the Ministry of Defence
002|Thẻ do Bộ Công an cấp|Issued by the Ministry of Public Security
003|Thẻ cũ hết hạn, đã cấp thẻ mới|Old card expired, new card issued
004|Thẻ cũ còn hạn, đã cấp thẻ mới|Old card valid, new card issued
010|Thẻ hết hạn|Expired
050|Không tìm thấy thông tin|No information found
051|Mã thẻ không đúng|Card code wrong
052|Mã tỉnh của thẻ không đúng|Province part wrong
053|Mã quyền lợi của thẻ không đúng|Benefit part wrong
054|CCCD của cán bộ không có trong danh sách|Staff number not registered
055|Họ tên cán bộ không khớp CCCD|Staff name does not match
060|Họ tên không đúng|Name wrong
061|Họ tên không đúng, đúng chữ cái đầu|Name wrong, first letters match
070|Ngày sinh không đúng|Birth date wrong
100|Lỗi đọc dữ liệu thẻ|Error reading card data
101|Lỗi máy chủ|Server error
110|Thẻ đã thu hồi|Card withdrawn
120|Thẻ đã báo giảm|Reported as reduced
121|Báo giảm: chuyển ngoại tỉnh|Reduced: moved to another province
122|Báo giảm: chuyển nội tỉnh|Reduced: moved within the province
123|Thu hồi do tăng lại cùng đơn vị|Withdrawn: added again at the same unit
124|Ngừng tham gia|Stopped contributing
130|Trẻ em không xuất trình thẻ|Child, card not presented
205|Sai định dạng tham số|Parameter format wrong
401|Lỗi xác thực|Authentication failed
500|Lỗi máy chủ|Server fault`),
  },
  {
    name: 'VisitKind', title: 'Loại khám chữa bệnh', url: `${base}/CodeSystem/visit-kind`, description: 'MA_LOAI_KCB of claims (QĐ 1804/QĐ-BYT 2026, from 1 August 2026).',
    concepts: conceptsOf(`
01|Khám bệnh|Outpatient examination
02|Điều trị ngoại trú|Outpatient treatment
03|Điều trị nội trú|Inpatient treatment
04|Điều trị nội trú ban ngày|Day care
05|Ngoại trú dài ngày, khám và cấp thuốc|Long-term outpatient, examination and medicine
06|Lưu tại trạm y tế, phòng khám đa khoa khu vực|Stay at a station or regional clinic
07|Nhận thuốc theo hẹn|Medicine by appointment
08|Ngoại trú dài ngày có dịch vụ kỹ thuật|Long-term outpatient with services
09|Nội trú dưới 4 giờ|Inpatient under 4 hours
10|Khác|Other
11|Lưu động|Mobile
12|Tại nhà|At home
13|Y học gia đình|Family medicine
14|Khám chữa bệnh từ xa|Remote care
15|Khám sức khoẻ định kỳ|Periodic health check
16|Sàng lọc|Screening`),
  },
];
