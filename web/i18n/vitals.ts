import { words } from './words.ts';

export const vitalWords = words(
  {
    perMinute: 'lần/phút',
    fields: {
      systolic: 'HA tâm thu', diastolic: 'HA tâm trương', heartRate: 'Mạch', respiratoryRate: 'Nhịp thở', temperature: 'Nhiệt độ',
      oxygenSaturation: 'SpO₂', weight: 'Cân nặng', height: 'Chiều cao', bloodGlucose: 'Đường huyết',
    },
    series: {
      'blood-pressure': 'Huyết áp', 'heart-rate': 'Mạch', 'respiratory-rate': 'Nhịp thở', temperature: 'Nhiệt độ', 'oxygen-saturation': 'SpO₂',
      weight: 'Cân nặng', height: 'Chiều cao', 'blood-glucose': 'Đường huyết',
    },
  },
  {
    perMinute: '/min',
    fields: {
      systolic: 'BP systolic', diastolic: 'BP diastolic', heartRate: 'Heart rate', respiratoryRate: 'Breathing rate', temperature: 'Temperature',
      oxygenSaturation: 'SpO₂', weight: 'Weight', height: 'Height', bloodGlucose: 'Blood glucose',
    },
    series: {
      'blood-pressure': 'Blood pressure', 'heart-rate': 'Heart rate', 'respiratory-rate': 'Breathing rate', temperature: 'Temperature', 'oxygen-saturation': 'SpO₂',
      weight: 'Weight', height: 'Height', 'blood-glucose': 'Blood glucose',
    },
  },
);
