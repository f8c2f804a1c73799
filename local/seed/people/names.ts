import type { Random } from './random.ts';

type Sex = 'male' | 'female';
type Given = Readonly<Record<Sex, readonly string[]>>;

/** How a people names its children; the first word is taken as family name by the record, whatever it is by custom. */
type People = { readonly families: readonly string[]; readonly middle: Given; readonly given: Given; readonly order?: 'given-first' };

const words = (text: string) => text.split(' ');

export const peoples = {
  kinh: {
    families: words('Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương'),
    middle: { male: words('Văn Đức Minh Quang Hữu Công Thành Xuân'), female: words('Thị Thu Ngọc Thuý Hồng Kim Minh Phương') },
    given: { male: words('Anh Bình Cường Dũng Hải Hùng Khoa Long Nam Phúc Quân Sơn Thắng Tuấn Việt'), female: words('Anh Chi Dung Hà Hạnh Hương Lan Linh Mai Nga Oanh Thảo Trang Vân Yến') },
  },
  hmong: {
    families: words('Giàng Vừ Sùng Thào Hờ Lầu Mùa Vàng Cứ Ly'),
    middle: { male: ['A'], female: ['Thị'] },
    given: { male: words('Dính Sử Páo Chu Tủa Lử Sình Chứ Nủ Phử'), female: words('Mỷ Dợ Sua Pà Chà Máy Ca Xúa Ký Dế') },
  },
  thai: {
    families: words('Lò Cầm Quàng Lường Tòng Hà Điêu Cà Vì Bạc'),
    middle: { male: ['Văn'], female: ['Thị'] },
    given: { male: words('Ánh Bun Chiến Dân Én Hặc Inh Khặm Pâng Ún'), female: words('Ánh Bua Chướng Dung Hoa Inh Khăm Nọi Phóng Xương') },
  },
  dao: {
    families: words('Tẩn Chảo Lý Phàn Bàn Đặng Triệu Lò'),
    middle: { male: words('Láo A Văn Phụ'), female: words('Mùi Tả Thị U') },
    given: { male: words('Sử Lở Tả San Pao Vạng Sếnh'), female: words('Mẩy Coi Nhị Pham Sểnh Ghển Lai') },
  },
  tay: {
    families: words('Nông Hoàng Triệu Bế Đàm Ma Lương Chu Mã'),
    middle: { male: words('Văn Đình Ích'), female: words('Thị Thu Bích') },
    given: { male: words('Bảo Chấn Đông Hiệu Khánh Nhất Thiệp Tuân'), female: words('Bưởi Chầm Điệp Huế Liễu Nhình Thơm Xuyến') },
  },
  ede: {
    families: words('Niê Byă Ayun Kbuôr Mlô Êban Kđoh Kbrông'),
    middle: { male: ['Y'], female: ['H’'] },
    given: { male: words('Thắng Bhiăk Duên Krông Ngơn Săn Thoan Wên'), female: words('Hen Bia Duyên Linh Nguôm Rim Sriêt Yên') },
    order: 'given-first',
  },
  khmer: {
    families: words('Thạch Kim Sơn Danh Châu Lâm Kiên Trà'),
    middle: { male: words('Sa Văn Minh Hoàng'), female: words('Thị Sô Ngọc') },
    given: { male: words('Rươne Sết Vũ Thươl Bình Phước Rích'), female: words('Sa Phia Hương Na Rây Liên Mô Pha Ly Thu') },
  },
} as const satisfies Readonly<Record<string, People>>;

export type PeopleName = keyof typeof peoples;

/** "Giàng A Dính", "H’Hen Niê", "Nguyễn Thị Thu Hà". */
export function nameOf(random: Random, people: PeopleName, sex: Sex): string {
  const { families, middle, given, ...rest }: People = peoples[people];
  const family = random.pick(families);
  const own = random.pick(given[sex]);
  const between = random.pick(middle[sex]);
  if (rest.order === 'given-first') return between.endsWith('’') ? `${between}${own} ${family}` : `${between} ${own} ${family}`;
  // Two middle words are common among women of the majority.
  return people === 'kinh' && sex === 'female' && random.chance(0.4) ? `${family} Thị ${between === 'Thị' ? 'Thu' : between} ${own}` : `${family} ${between} ${own}`;
}
