import type { ConsultationState, Priority } from '../../shared/consultation/contract.ts';
import type { Specialty } from '../../shared/booking/contract.ts';
import type { Tone } from '../ui/StatusTag.tsx';
import { words } from './words.ts';

/** Words for the states, priorities and specialties that every room shows. */
export const consultationWords = words(
  {
    states: {
      draft: 'Bản nháp', queued: 'Chờ có mạng để gửi', submitted: 'Đã gửi', routed: 'Đã chuyển đến bệnh viện', accepted: 'Bác sĩ đã nhận',
      'needs-info': 'Cần thêm thông tin', redirected: 'Đã chuyển nơi khác', declined: 'Không nhận', scheduled: 'Đã hẹn giờ', waiting: 'Đang ở phòng chờ',
      called: 'Bác sĩ đang gọi', 'in-call': 'Đang hội chẩn', interrupted: 'Gọi bị ngắt, tiếp tục bằng văn bản', concluding: 'Bác sĩ đang viết kết luận',
      signed: 'Đã có kết luận', acknowledged: 'Trạm đã nhận kết luận', 'outcome-reported': 'Đã báo kết quả', closed: 'Đã xong', cancelled: 'Đã hủy',
      'no-show': 'Không có mặt', expired: 'Quá hạn chưa ai nhận', escalated: 'Đã báo cấp trên', 'emergency-transfer': 'Chuyển cấp cứu',
      'patient-died': 'Người bệnh đã mất',
    } satisfies Record<ConsultationState, string>,
    priorities: { routine: 'Thường', urgent: 'Khẩn', stat: 'Cấp cứu' } satisfies Record<Priority, string>,
    specialties: {
      internal: 'Nội khoa', cardiology: 'Tim mạch', dermatology: 'Da liễu', paediatrics: 'Nhi khoa', obstetrics: 'Sản phụ khoa',
      endocrinology: 'Nội tiết', respiratory: 'Hô hấp', neurology: 'Thần kinh',
    } satisfies Record<Specialty, string>,
    outcomes: {
      recovered: 'Khỏi', improved: 'Đỡ', unchanged: 'Như cũ', worse: 'Nặng hơn', transferred: 'Đã chuyển viện', died: 'Đã mất', lost: 'Không liên lạc được',
    },
  },
  {
    states: {
      draft: 'Draft', queued: 'Waiting for a network', submitted: 'Sent', routed: 'Passed to the hospital', accepted: 'Taken by a specialist',
      'needs-info': 'More information needed', redirected: 'Passed on elsewhere', declined: 'Not taken', scheduled: 'Booked', waiting: 'In the waiting room',
      called: 'The specialist is calling', 'in-call': 'In consultation', interrupted: 'Call broken off, goes on in writing', concluding: 'Conclusion being written',
      signed: 'Conclusion signed', acknowledged: 'Received by the station', 'outcome-reported': 'Outcome reported', closed: 'Done', cancelled: 'Cancelled',
      'no-show': 'Somebody was absent', expired: 'Expired, nobody took it', escalated: 'Escalated', 'emergency-transfer': 'Emergency transfer',
      'patient-died': 'The patient has died',
    },
    priorities: { routine: 'Routine', urgent: 'Urgent', stat: 'Emergency' },
    specialties: {
      internal: 'Internal medicine', cardiology: 'Cardiology', dermatology: 'Dermatology', paediatrics: 'Paediatrics', obstetrics: 'Obstetrics',
      endocrinology: 'Endocrinology', respiratory: 'Respiratory medicine', neurology: 'Neurology',
    },
    outcomes: {
      recovered: 'Recovered', improved: 'Better', unchanged: 'Unchanged', worse: 'Worse', transferred: 'Transferred', died: 'Died', lost: 'Out of reach',
    },
  },
);

export const stateTones: Readonly<Record<ConsultationState, Tone>> = {
  draft: 'neutral', queued: 'waiting', submitted: 'waiting', routed: 'waiting', accepted: 'active', 'needs-info': 'attention', redirected: 'waiting',
  declined: 'stopped', scheduled: 'active', waiting: 'active', called: 'attention', 'in-call': 'active', interrupted: 'attention', concluding: 'active',
  signed: 'attention', acknowledged: 'done', 'outcome-reported': 'done', closed: 'done', cancelled: 'stopped', 'no-show': 'stopped', expired: 'attention',
  escalated: 'attention', 'emergency-transfer': 'danger', 'patient-died': 'stopped',
};

export const priorityTones: Readonly<Record<Priority, Tone>> = { routine: 'neutral', urgent: 'attention', stat: 'danger' };
