import { words } from '../i18n/words.ts';

/** What is held before all: screens, photos, pointers; and the sharp photo that is asked for. */
export const shareWords = words(
  {
    share: 'Trình chiếu', title: 'Trình chiếu cho cả phòng',
    by: (name: string) => `${name} đang trình chiếu`, yours: 'Bạn đang trình chiếu', stop: 'Dừng trình chiếu',
    screen: 'Màn hình hoặc cửa sổ', screenHint: 'Không chiếu cửa sổ có thông tin của người bệnh khác.', noScreen: 'Máy này không chiếu được màn hình. Hãy chiếu ảnh trong hồ sơ.',
    photos: 'Ảnh trong hồ sơ', photosHint: 'Mỗi máy tự mở ảnh từ hồ sơ, nên không làm yếu cuộc gọi.', noPhotos: 'Hồ sơ ca này chưa có ảnh.', showPhoto: (name: string) => `Chiếu ảnh: ${name}`, photo: (n: string) => `Ảnh ${n}`,
    busy: (name: string) => `${name} đang trình chiếu. Hãy chờ người ấy dừng.`, refused: 'Chưa trình chiếu được: có người khác đang chiếu, hoặc mất kết nối.', notChosen: 'Chưa chọn màn hình nào, hoặc trình duyệt không cho phép.',
    reduced: 'Mạng yếu: tạm dừng hình trình chiếu để giữ tiếng.', starting: 'Đang chờ hình…', noRight: 'Ảnh này nằm trong hồ sơ. Người vào bằng đường dẫn không mở được; hãy nhờ trạm hoặc bác sĩ mô tả.',
    point: 'Chỉ vào hình', pointHint: 'Di chuột hoặc chạm vào hình để chỉ; dùng phím mũi tên nếu dùng bàn phím.', picture: (name: string) => `Hình do ${name} trình chiếu`, points: (name: string) => `${name} đang chỉ vào hình.`, you: 'Bạn',
    larger: 'Phóng to', smaller: 'Vừa khung',
    still: 'Chụp ảnh rõ', stillTitle: 'Chụp ảnh rõ cho hồ sơ', ask: 'Xin ảnh rõ', asked: 'Đã xin trạm một ảnh rõ.', askedNobody: 'Trạm chưa ở trong phòng.',
    askedBy: (name: string) => `${name} xin một ảnh rõ.`, take: 'Chụp bằng camera này', taking: 'Đang chụp…', choose: 'Dùng máy ảnh hoặc chọn tệp', again: 'Chụp lại', send: 'Gửi vào hồ sơ', notNow: 'Để sau',
    caption: 'Ghi chú ảnh', captionHint: 'Ví dụ: vùng da cẳng tay trái, cách 20 cm.', taken: 'Ảnh vừa chụp', size: (width: string, height: string, kb: string) => `${width} × ${height} điểm, ${kb} KB`,
    failed: 'Không chụp được bằng camera này. Hãy dùng máy ảnh của điện thoại hoặc chọn tệp.', unreadable: 'Không đọc được ảnh này. Hãy chọn ảnh JPEG hoặc PNG.',
    waiting: (n: string) => `${n} ảnh chờ gửi: được giữ trên máy này và tự gửi khi có mạng.`, sending: (n: string) => `Đang gửi ${n} ảnh vào hồ sơ…`, sent: 'Ảnh đã vào hồ sơ và đang được chiếu cho cả phòng.', explain: 'Ảnh chụp ở độ nét cao nhất của máy, gửi vào hồ sơ bằng đường riêng, không qua hình của cuộc gọi.',
  },
  {
    share: 'Share', title: 'Show to the whole room',
    by: (name) => `${name} is sharing`, yours: 'You are sharing', stop: 'Stop sharing',
    screen: 'Screen or window', screenHint: 'Do not show a window with another patient’s details.', noScreen: 'This device cannot share its screen. Show a photo of the record instead.',
    photos: 'Photos of the record', photosHint: 'Each device opens the photo from the record itself, so the call does not get weaker.', noPhotos: 'This case has no photos yet.', showPhoto: (name) => `Show the photo: ${name}`, photo: (n) => `Photo ${n}`,
    busy: (name) => `${name} is sharing. Wait until they stop.`, refused: 'Not shared: somebody else is sharing, or the connection is away.', notChosen: 'No screen was chosen, or the browser does not allow it.',
    reduced: 'Weak link: the shared picture is paused to keep the voice.', starting: 'Waiting for the picture…', noRight: 'This photo is in the record. Guests by a link cannot open it; ask the station or the doctor to describe it.',
    point: 'Point at it', pointHint: 'Move the mouse or touch the picture to point; with a keyboard use the arrow keys.', picture: (name) => `What ${name} is sharing`, points: (name) => `${name} is pointing at the picture.`, you: 'You',
    larger: 'Enlarge', smaller: 'Fit',
    still: 'Sharp photo', stillTitle: 'A sharp photo for the record', ask: 'Ask for a photo', asked: 'The station was asked for a sharp photo.', askedNobody: 'The station is not in the room yet.',
    askedBy: (name) => `${name} asks for a sharp photo.`, take: 'Take it with this camera', taking: 'Taking it…', choose: 'Use a camera or a file', again: 'Take it again', send: 'Send to the record', notNow: 'Not now',
    caption: 'Note on the photo', captionHint: 'For example: skin of the left forearm, from 20 cm.', taken: 'The photo just taken', size: (width, height, kb) => `${width} × ${height} pixels, ${kb} KB`,
    failed: 'This camera took no photo. Use the phone’s camera or choose a file.', unreadable: 'This picture cannot be read. Choose a JPEG or PNG.',
    waiting: (n) => `${n} photos waiting: kept on this device, sent by themselves with the network.`, sending: (n) => `Sending ${n} photos to the record…`, sent: 'The photo is in the record and is shown to the room.', explain: 'Taken at the device’s highest resolution and sent to the record on its own way, not as the picture of the call.',
  },
);
