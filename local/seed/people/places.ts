import type { PeopleName } from './names.ts';

/**
 * Where people live: province as it is called since July 2025, the code that their cards carry (of before the
 * merger), who lives there, and invented communes with the local word for a hamlet.
 */
export const places: readonly { readonly province: string; readonly code: string; readonly peoples: readonly PeopleName[]; readonly hamlet: string; readonly communes: readonly string[] }[] = [
  { province: 'Tỉnh Lai Châu', code: '12', peoples: ['thai', 'hmong', 'dao', 'kinh'], hamlet: 'Bản', communes: ['Xã Mường Mẫu', 'Xã Bản Thử', 'Xã Nậm Mẫu', 'Xã Tả Thử'] },
  { province: 'Tỉnh Điện Biên', code: '11', peoples: ['thai', 'hmong', 'kinh'], hamlet: 'Bản', communes: ['Xã Mường Thử', 'Xã Pú Mẫu'] },
  { province: 'Tỉnh Lào Cai', code: '10', peoples: ['hmong', 'dao', 'tay', 'kinh'], hamlet: 'Thôn', communes: ['Xã Tả Mẫu', 'Xã Nậm Thử'] },
  { province: 'Tỉnh Cao Bằng', code: '04', peoples: ['tay', 'dao', 'hmong'], hamlet: 'Xóm', communes: ['Xã Nà Mẫu', 'Xã Lũng Thử'] },
  { province: 'Tỉnh Đắk Lắk', code: '66', peoples: ['ede', 'kinh', 'tay'], hamlet: 'Buôn', communes: ['Xã Ea Mẫu', 'Xã Cư Thử'] },
  { province: 'Tỉnh Vĩnh Long', code: '84', peoples: ['khmer', 'kinh'], hamlet: 'Ấp', communes: ['Xã Trà Mẫu', 'Xã Cầu Thử'] },
];
