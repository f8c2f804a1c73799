/** Earlier visits as the history call gives them (key dsLichSuKCB2025); everybody of the story has the same two. */
export const insuredVisits = [
  { maHoSo: 'HS2026030101', maCSKCB: '12101', ngayVao: '202603010815', ngayRa: '202603010940', tenBenh: 'Tăng huyết áp', tinhTrang: '1', kqDieuTri: '2', lyDoVV: '1' },
  { maHoSo: 'HS2025112502', maCSKCB: '12001', ngayVao: '202511250700', ngayRa: '202511281600', tenBenh: 'Viêm phổi', tinhTrang: '1', kqDieuTri: '1', lyDoVV: '2' },
] as const;
