import { useState } from 'preact/hooks';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { prescriptionErrors, emptyLine, noPrescription, type PrescriptionDraft } from './draft.ts';
import { aDraft, anAllergicPrescription, aPrescription, aRefusedPrescription, aReplaced, someHelp } from './fixtures.ts';
import type { PrescribingHelp } from '../../shared/prescription/contract.ts';
import { PrescriptionForm } from './PrescriptionForm.tsx';
import { Prescriptions } from './PrescriptionSheet.tsx';

const heading = <h1>Đơn thuốc</h1>;

function Form({ from, help = someHelp, wrong = false, unchecked }: { readonly from: PrescriptionDraft; readonly help?: PrescribingHelp; readonly wrong?: boolean; readonly unchecked?: boolean }) {
  const [value, setValue] = useState(from);
  return <>{heading}<h2>Viết kết luận</h2><PrescriptionForm value={value} onChange={setValue} errors={wrong ? prescriptionErrors(value, help) : {}} help={unchecked ? undefined : help} unchecked={unchecked} /></>;
}

const sheet = (prescriptions: Parameters<typeof Prescriptions>[0]['view']['prescriptions'], reader?: 'patient') => () => <>{heading}<Prescriptions view={{ id: 'case-1', prescriptions }} reader={reader} /></>;

export const prescribePreviews: PreviewGroup = {
  group: 'prescribe',
  previews: [
    { name: 'form-empty', title: 'Chưa kê thuốc', look: 'dense', show: () => <Form from={noPrescription} /> },
    { name: 'form-allergy', title: 'Trùng dị ứng', look: 'dense', show: () => <Form from={aDraft} /> },
    { name: 'form-wrong', title: 'Còn thiếu', look: 'dense', show: () => <Form wrong from={{ ...aDraft, lines: [...aDraft.lines, emptyLine] }} /> },
    { name: 'form-child', title: 'Trẻ dưới 72 tháng, thuốc dài ngày', look: 'dense', show: () => <Form wrong help={{ ...someHelp, young: true }} from={{ ...noPrescription, lines: [{ ...emptyLine, name: 'Kẽm gluconat', quantity: '45', unit: 'viên', days: '45', dosage: 'Ngày 1 viên' }] }} /> },
    { name: 'form-unchecked', title: 'Chưa tải được dị ứng', look: 'dense', show: () => <Form unchecked from={aDraft} /> },
    { name: 'form-not-linked', title: 'Cơ sở chưa có mã', look: 'dense', show: () => <Form wrong help={{ ...someHelp, linked: false }} from={{ ...aDraft, lines: aDraft.lines.slice(0, 1) }} /> },
    { name: 'sent', title: 'Đã gửi', show: sheet([aPrescription]) },
    { name: 'waiting', title: 'Chưa gửi, có lý do dị ứng', show: sheet([anAllergicPrescription]) },
    { name: 'refused', title: 'Bị từ chối', show: sheet([aRefusedPrescription]) },
    { name: 'replaced', title: 'Đã thay', show: sheet(aReplaced) },
    { name: 'broken', title: 'Chữ ký không khớp', show: sheet([{ ...aPrescription, signature: { ...aPrescription.signature, valid: false } }]) },
    { name: 'patient', title: 'Người bệnh đọc', look: 'generous', show: sheet([aPrescription], 'patient') },
  ],
};
