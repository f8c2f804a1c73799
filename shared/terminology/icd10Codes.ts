/**
 * Diagnoses of primary care and of the remote-care list of TT 30/2023/TT-BYT: code|Vietnamese|English. Our own short
 * list, to be replaced by the full table of TT 06/2026 (15,844 rows) once it can be had officially; wording follows
 * common use at stations. A code that is missing here is accepted and marked, never refused. Checked 2026-11-22.
 */
const infectious = `
A01.0|Sốt thương hàn|Typhoid fever
A03.9|Lỵ trực khuẩn|Shigellosis, unspecified
A06.9|Nhiễm amíp|Amoebiasis, unspecified
A08.0|Viêm ruột do vi rút Rota|Rotaviral enteritis
A09|Tiêu chảy, viêm dạ dày ruột nghi do nhiễm trùng|Diarrhoea and gastroenteritis of presumed infectious origin
A15.0|Lao phổi, soi đờm có vi khuẩn|Tuberculosis of lung, confirmed by sputum microscopy
A15.9|Lao đường hô hấp có xác nhận vi khuẩn|Respiratory tuberculosis, confirmed
A16.2|Lao phổi không có xác nhận vi khuẩn|Tuberculosis of lung, without confirmation
A17.0|Viêm màng não do lao|Tuberculous meningitis
A18.2|Lao hạch ngoại biên|Tuberculous peripheral lymphadenopathy
A19.9|Lao kê|Miliary tuberculosis, unspecified
A27.9|Bệnh xoắn khuẩn vàng da (Leptospira)|Leptospirosis, unspecified
A30.9|Bệnh phong|Leprosy, unspecified
A35|Uốn ván|Tetanus
A37.9|Ho gà|Whooping cough, unspecified
A46|Viêm quầng|Erysipelas
A49.9|Nhiễm khuẩn|Bacterial infection, unspecified
A53.9|Giang mai|Syphilis, unspecified
A75.3|Sốt mò|Scrub typhus (Orientia tsutsugamushi)
A82.9|Bệnh dại|Rabies, unspecified
A87.9|Viêm màng não do vi rút|Viral meningitis, unspecified
A90|Sốt Dengue|Dengue fever
A91|Sốt xuất huyết Dengue|Dengue haemorrhagic fever
A97.0|Sốt Dengue không có dấu hiệu cảnh báo|Dengue without warning signs
A97.1|Sốt Dengue có dấu hiệu cảnh báo|Dengue with warning signs
A97.2|Sốt Dengue nặng|Severe dengue
B00.9|Nhiễm vi rút Herpes|Herpesviral infection, unspecified
B01.9|Thủy đậu không biến chứng|Varicella without complication
B02.9|Zona không biến chứng|Zoster without complication
B05.9|Sởi không biến chứng|Measles without complication
B06.9|Rubella không biến chứng|Rubella without complication
B08.4|Bệnh tay chân miệng|Hand, foot and mouth disease
B15.9|Viêm gan A cấp|Acute hepatitis A
B16.9|Viêm gan B cấp|Acute hepatitis B
B18.1|Viêm gan vi rút B mạn|Chronic viral hepatitis B
B18.2|Viêm gan vi rút C mạn|Chronic viral hepatitis C
B24|Bệnh do HIV|Human immunodeficiency virus disease
B26.9|Quai bị không biến chứng|Mumps without complication
B34.9|Nhiễm vi rút|Viral infection, unspecified
B35.4|Nấm da thân|Tinea corporis
B35.6|Nấm bẹn|Tinea cruris
B35.9|Nấm da|Dermatophytosis, unspecified
B36.0|Lang ben|Pityriasis versicolor
B37.0|Nấm miệng do Candida|Candidal stomatitis
B37.3|Nấm âm hộ, âm đạo do Candida|Candidiasis of vulva and vagina
B50.9|Sốt rét do Plasmodium falciparum|Plasmodium falciparum malaria, unspecified
B51.9|Sốt rét do Plasmodium vivax|Plasmodium vivax malaria without complication
B54|Sốt rét|Malaria, unspecified
B66.3|Sán lá gan lớn|Fascioliasis
B77.9|Nhiễm giun đũa|Ascariasis, unspecified
B85.0|Chấy|Pediculosis due to head louse
B86|Ghẻ|Scabies
U07.1|COVID-19, có xác định vi rút|COVID-19, virus identified
`;

const growthsBloodEndocrine = `
C16.9|U ác dạ dày|Malignant neoplasm of stomach, unspecified
C22.0|Ung thư biểu mô tế bào gan|Liver cell carcinoma
C34.9|U ác phế quản hoặc phổi|Malignant neoplasm of bronchus or lung, unspecified
C50.9|U ác vú|Malignant neoplasm of breast, unspecified
C53.9|U ác cổ tử cung|Malignant neoplasm of cervix uteri, unspecified
D17.9|U mỡ lành tính|Benign lipomatous neoplasm, unspecified
D22.9|Nốt ruồi|Melanocytic naevi, unspecified
D25.9|U cơ trơn tử cung|Leiomyoma of uterus, unspecified
D50.9|Thiếu máu do thiếu sắt|Iron deficiency anaemia, unspecified
D56.9|Thalassemia (tan máu bẩm sinh)|Thalassaemia, unspecified
D64.9|Thiếu máu|Anaemia, unspecified
D69.6|Giảm tiểu cầu|Thrombocytopenia, unspecified
E03.9|Suy giáp|Hypothyroidism, unspecified
E04.1|Nhân đơn thuần tuyến giáp|Nontoxic single thyroid nodule
E04.9|Bướu cổ không nhiễm độc|Nontoxic goitre, unspecified
E05.0|Basedow (cường giáp có bướu lan tỏa)|Thyrotoxicosis with diffuse goitre
E05.9|Cường giáp|Thyrotoxicosis, unspecified
E06.3|Viêm tuyến giáp tự miễn|Autoimmune thyroiditis
E10.9|Đái tháo đường típ 1, không biến chứng|Type 1 diabetes mellitus without complications
E11.2|Đái tháo đường típ 2 có biến chứng thận|Type 2 diabetes mellitus with renal complications
E11.3|Đái tháo đường típ 2 có biến chứng mắt|Type 2 diabetes mellitus with ophthalmic complications
E11.4|Đái tháo đường típ 2 có biến chứng thần kinh|Type 2 diabetes mellitus with neurological complications
E11.5|Đái tháo đường típ 2 có biến chứng mạch máu ngoại vi|Type 2 diabetes mellitus with peripheral circulatory complications
E11.9|Đái tháo đường típ 2, không biến chứng|Type 2 diabetes mellitus without complications
E14.9|Đái tháo đường, không biến chứng|Unspecified diabetes mellitus without complications
E16.2|Hạ đường huyết|Hypoglycaemia, unspecified
E44.0|Suy dinh dưỡng vừa|Moderate protein-energy malnutrition
E46|Suy dinh dưỡng|Unspecified protein-energy malnutrition
E55.9|Thiếu vitamin D|Vitamin D deficiency, unspecified
E66.9|Béo phì|Obesity, unspecified
E78.0|Tăng cholesterol máu đơn thuần|Pure hypercholesterolaemia
E78.1|Tăng triglycerid máu đơn thuần|Pure hyperglyceridaemia
E78.2|Tăng lipid máu hỗn hợp|Mixed hyperlipidaemia
E78.5|Tăng lipid máu|Hyperlipidaemia, unspecified
E79.0|Tăng acid uric máu không triệu chứng|Hyperuricaemia without signs of inflammatory arthritis
E86|Mất nước, giảm thể tích|Volume depletion
E87.6|Hạ kali máu|Hypokalaemia
`;

const mindNervesSenses = `
F00.9|Sa sút trí tuệ trong bệnh Alzheimer|Dementia in Alzheimer disease, unspecified
F01.9|Sa sút trí tuệ do mạch máu|Vascular dementia, unspecified
F10.2|Nghiện rượu|Alcohol dependence syndrome
F20.9|Tâm thần phân liệt|Schizophrenia, unspecified
F28|Loạn thần không thực tổn khác|Other nonorganic psychotic disorders
F32.9|Giai đoạn trầm cảm|Depressive episode, unspecified
F41.1|Rối loạn lo âu lan tỏa|Generalized anxiety disorder
F41.2|Rối loạn hỗn hợp lo âu và trầm cảm|Mixed anxiety and depressive disorder
F41.9|Rối loạn lo âu|Anxiety disorder, unspecified
F51.0|Mất ngủ không thực tổn|Nonorganic insomnia
G20|Bệnh Parkinson|Parkinson disease
G35|Xơ cứng rải rác|Multiple sclerosis
G40.9|Động kinh|Epilepsy, unspecified
G43.9|Đau nửa đầu (Migraine)|Migraine, unspecified
G44.2|Đau đầu do căng thẳng|Tension-type headache
G45.9|Cơn thiếu máu não thoáng qua|Transient cerebral ischaemic attack, unspecified
G47.0|Rối loạn vào giấc và duy trì giấc ngủ|Disorders of initiating and maintaining sleep
G51.0|Liệt mặt ngoại biên (Bell)|Bell palsy
G54.2|Bệnh rễ thần kinh cổ|Cervical root disorders
G56.0|Hội chứng ống cổ tay|Carpal tunnel syndrome
G62.9|Bệnh đa dây thần kinh|Polyneuropathy, unspecified
G81.9|Liệt nửa người|Hemiplegia, unspecified
H00.0|Chắp, lẹo|Hordeolum and other deep inflammation of eyelid
H10.9|Viêm kết mạc|Conjunctivitis, unspecified
H11.0|Mộng thịt|Pterygium
H16.0|Loét giác mạc|Corneal ulcer
H16.9|Viêm giác mạc|Keratitis, unspecified
H25.9|Đục thể thủy tinh tuổi già|Senile cataract, unspecified
H35.5|Loạn dưỡng võng mạc di truyền|Hereditary retinal dystrophy
H40.9|Glôcôm|Glaucoma, unspecified
H52.1|Cận thị|Myopia
H60.9|Viêm tai ngoài|Otitis externa, unspecified
H66.9|Viêm tai giữa|Otitis media, unspecified
H81.1|Chóng mặt kịch phát lành tính|Benign paroxysmal vertigo
H81.9|Rối loạn chức năng tiền đình|Disorder of vestibular function, unspecified
H91.9|Giảm thính lực|Hearing loss, unspecified
`;

const heartAndLungs = `
I05.9|Bệnh van hai lá do thấp|Rheumatic mitral valve disease, unspecified
I09.9|Bệnh tim do thấp|Rheumatic heart disease, unspecified
I10|Tăng huyết áp vô căn (nguyên phát)|Essential (primary) hypertension
I11.0|Bệnh tim do tăng huyết áp, có suy tim|Hypertensive heart disease with heart failure
I11.9|Bệnh tim do tăng huyết áp, không suy tim|Hypertensive heart disease without heart failure
I12.9|Bệnh thận do tăng huyết áp|Hypertensive renal disease without renal failure
I15.9|Tăng huyết áp thứ phát|Secondary hypertension, unspecified
I20.0|Đau thắt ngực không ổn định|Unstable angina
I20.9|Cơn đau thắt ngực|Angina pectoris, unspecified
I21.9|Nhồi máu cơ tim cấp|Acute myocardial infarction, unspecified
I25.1|Bệnh tim do xơ vữa động mạch vành|Atherosclerotic heart disease
I25.2|Nhồi máu cơ tim cũ|Old myocardial infarction
I25.9|Bệnh tim thiếu máu cục bộ mạn|Chronic ischaemic heart disease, unspecified
I26.9|Thuyên tắc phổi|Pulmonary embolism without acute cor pulmonale
I27.9|Bệnh tim do phổi|Pulmonary heart disease, unspecified
I34.0|Hở van hai lá|Mitral (valve) insufficiency
I35.0|Hẹp van động mạch chủ|Aortic (valve) stenosis
I42.0|Bệnh cơ tim giãn|Dilated cardiomyopathy
I44.2|Bloc nhĩ thất hoàn toàn|Atrioventricular block, complete
I47.1|Nhịp nhanh trên thất|Supraventricular tachycardia
I48.9|Rung nhĩ, cuồng nhĩ|Atrial fibrillation and atrial flutter, unspecified
I49.3|Ngoại tâm thu thất|Ventricular premature depolarization
I49.9|Rối loạn nhịp tim|Cardiac arrhythmia, unspecified
I50.0|Suy tim sung huyết|Congestive heart failure
I50.9|Suy tim|Heart failure, unspecified
I61.9|Xuất huyết não|Intracerebral haemorrhage, unspecified
I63.9|Nhồi máu não|Cerebral infarction, unspecified
I64|Đột quỵ, không xác định do xuất huyết hay nhồi máu|Stroke, not specified as haemorrhage or infarction
I67.9|Bệnh mạch máu não|Cerebrovascular disease, unspecified
I69.3|Di chứng nhồi máu não|Sequelae of cerebral infarction
I70.2|Xơ vữa động mạch chi|Atherosclerosis of arteries of extremities
I73.9|Bệnh mạch máu ngoại biên|Peripheral vascular disease, unspecified
I74.3|Thuyên tắc, huyết khối động mạch chi dưới|Embolism and thrombosis of arteries of lower extremities
I80.2|Huyết khối tĩnh mạch sâu chi dưới|Phlebitis and thrombophlebitis of deep vessels of lower extremities
I83.9|Giãn tĩnh mạch chi dưới|Varicose veins of lower extremities without ulcer or inflammation
I84.9|Trĩ|Haemorrhoids, unspecified
I87.2|Suy tĩnh mạch mạn|Venous insufficiency (chronic)
I95.9|Hạ huyết áp|Hypotension, unspecified
J00|Viêm mũi họng cấp (cảm thường)|Acute nasopharyngitis (common cold)
J01.9|Viêm xoang cấp|Acute sinusitis, unspecified
J02.9|Viêm họng cấp|Acute pharyngitis, unspecified
J03.9|Viêm amiđan cấp|Acute tonsillitis, unspecified
J04.0|Viêm thanh quản cấp|Acute laryngitis
J06.9|Nhiễm khuẩn hô hấp trên cấp|Acute upper respiratory infection, unspecified
J10.1|Cúm có xác định vi rút, kèm biểu hiện hô hấp|Influenza with other respiratory manifestations, virus identified
J11.1|Cúm, không xác định vi rút|Influenza with respiratory manifestations, virus not identified
J15.9|Viêm phổi do vi khuẩn|Bacterial pneumonia, unspecified
J18.9|Viêm phổi|Pneumonia, unspecified
J20.9|Viêm phế quản cấp|Acute bronchitis, unspecified
J21.9|Viêm tiểu phế quản cấp|Acute bronchiolitis, unspecified
J30.4|Viêm mũi dị ứng|Allergic rhinitis, unspecified
J31.0|Viêm mũi mạn|Chronic rhinitis
J31.1|Viêm mũi họng mạn|Chronic nasopharyngitis
J32.9|Viêm xoang mạn|Chronic sinusitis, unspecified
J35.0|Viêm amiđan mạn|Chronic tonsillitis
J40|Viêm phế quản, không rõ cấp hay mạn|Bronchitis, not specified as acute or chronic
J42|Viêm phế quản mạn|Unspecified chronic bronchitis
J44.1|Bệnh phổi tắc nghẽn mạn tính, đợt cấp|Chronic obstructive pulmonary disease with acute exacerbation
J44.9|Bệnh phổi tắc nghẽn mạn tính (COPD)|Chronic obstructive pulmonary disease, unspecified
J45.9|Hen phế quản|Asthma, unspecified
J46|Cơn hen ác tính|Status asthmaticus
J47|Giãn phế quản|Bronchiectasis
J90|Tràn dịch màng phổi|Pleural effusion, not elsewhere classified
J93.9|Tràn khí màng phổi|Pneumothorax, unspecified
J96.0|Suy hô hấp cấp|Acute respiratory failure
`;

const digestionSkinMovement = `
K02.9|Sâu răng|Dental caries, unspecified
K04.7|Áp xe quanh chóp răng|Periapical abscess without sinus
K05.1|Viêm lợi mạn|Chronic gingivitis
K06.9|Rối loạn lợi và sống hàm vùng mất răng|Disorder of gingiva and edentulous alveolar ridge, unspecified
K12.0|Loét miệng tái diễn (áp tơ)|Recurrent oral aphthae
K14.1|Lưỡi bản đồ|Geographic tongue
K21.0|Trào ngược dạ dày thực quản có viêm thực quản|Gastro-oesophageal reflux disease with oesophagitis
K21.9|Trào ngược dạ dày thực quản|Gastro-oesophageal reflux disease without oesophagitis
K25.9|Loét dạ dày|Gastric ulcer, unspecified
K26.9|Loét tá tràng|Duodenal ulcer, unspecified
K29.5|Viêm dạ dày mạn|Chronic gastritis, unspecified
K29.7|Viêm dạ dày|Gastritis, unspecified
K30|Khó tiêu chức năng|Functional dyspepsia
K35.8|Viêm ruột thừa cấp|Acute appendicitis, other and unspecified
K40.9|Thoát vị bẹn|Inguinal hernia, without obstruction or gangrene
K52.9|Viêm dạ dày ruột không nhiễm khuẩn|Noninfective gastroenteritis and colitis, unspecified
K56.6|Tắc ruột|Other and unspecified intestinal obstruction
K58.9|Hội chứng ruột kích thích|Irritable bowel syndrome without diarrhoea
K59.0|Táo bón|Constipation
K70.3|Xơ gan do rượu|Alcoholic cirrhosis of liver
K74.6|Xơ gan|Other and unspecified cirrhosis of liver
K76.0|Gan nhiễm mỡ|Fatty (change of) liver
K80.2|Sỏi túi mật|Calculus of gallbladder without cholecystitis
K81.0|Viêm túi mật cấp|Acute cholecystitis
K85.9|Viêm tụy cấp|Acute pancreatitis, unspecified
K92.2|Xuất huyết tiêu hóa|Gastrointestinal haemorrhage, unspecified
L01.0|Chốc|Impetigo
L02.9|Áp xe da, nhọt|Cutaneous abscess, furuncle and carbuncle, unspecified
L03.9|Viêm mô bào|Cellulitis, unspecified
L08.9|Nhiễm khuẩn da và mô dưới da|Local infection of skin and subcutaneous tissue, unspecified
L20.9|Viêm da cơ địa|Atopic dermatitis, unspecified
L21.9|Viêm da dầu|Seborrhoeic dermatitis, unspecified
L23.9|Viêm da tiếp xúc dị ứng|Allergic contact dermatitis, unspecified cause
L28.2|Sẩn ngứa|Other prurigo
L29.9|Ngứa|Pruritus, unspecified
L30.9|Viêm da|Dermatitis, unspecified
L40.0|Vảy nến thể thông thường|Psoriasis vulgaris
L50.9|Mày đay|Urticaria, unspecified
L60.0|Móng mọc quặp|Ingrowing nail
L65.9|Rụng tóc không sẹo|Nonscarring hair loss, unspecified
L66.9|Rụng tóc có sẹo|Cicatricial alopecia, unspecified
L70.0|Trứng cá thông thường|Acne vulgaris
L80|Bạch biến|Vitiligo
L97|Loét chi dưới|Ulcer of lower limb
M05.9|Viêm khớp dạng thấp, huyết thanh dương tính|Seropositive rheumatoid arthritis, unspecified
M06.9|Viêm khớp dạng thấp|Rheumatoid arthritis, unspecified
M10.9|Bệnh gút|Gout, unspecified
M17.9|Thoái hóa khớp gối|Gonarthrosis, unspecified
M19.9|Thoái hóa khớp|Arthrosis, unspecified
M25.5|Đau khớp|Pain in joint
M32.9|Lupus ban đỏ hệ thống|Systemic lupus erythematosus, unspecified
M45|Viêm cột sống dính khớp|Ankylosing spondylitis
M47.9|Thoái hóa cột sống|Spondylosis, unspecified
M51.2|Thoát vị đĩa đệm|Other specified intervertebral disc displacement
M53.1|Hội chứng cổ vai cánh tay|Cervicobrachial syndrome
M54.2|Đau cổ gáy|Cervicalgia
M54.3|Đau thần kinh tọa|Sciatica
M54.5|Đau thắt lưng|Low back pain
M75.0|Viêm dính bao khớp vai|Adhesive capsulitis of shoulder
M79.1|Đau cơ|Myalgia
M81.9|Loãng xương|Osteoporosis, unspecified
`;

const kidneyWomenChildrenOther = `
N10|Viêm bể thận cấp|Acute tubulo-interstitial nephritis
N18.1|Bệnh thận mạn, giai đoạn 1|Chronic kidney disease, stage 1
N18.9|Bệnh thận mạn|Chronic kidney disease, unspecified
N20.0|Sỏi thận|Calculus of kidney
N20.1|Sỏi niệu quản|Calculus of ureter
N30.0|Viêm bàng quang cấp|Acute cystitis
N39.0|Nhiễm khuẩn đường tiết niệu|Urinary tract infection, site not specified
N40|Tăng sản tuyến tiền liệt|Hyperplasia of prostate
N76.0|Viêm âm đạo cấp|Acute vaginitis
N92.6|Kinh nguyệt không đều|Irregular menstruation, unspecified
N94.6|Đau bụng kinh|Dysmenorrhoea, unspecified
N95.1|Tình trạng mãn kinh|Menopausal and female climacteric states
O13|Tăng huyết áp thai kỳ|Gestational hypertension
O14.9|Tiền sản giật|Pre-eclampsia, unspecified
O20.0|Dọa sẩy thai|Threatened abortion
O21.0|Nghén nhẹ|Mild hyperemesis gravidarum
O24.4|Đái tháo đường thai kỳ|Diabetes mellitus arising in pregnancy
O26.9|Tình trạng liên quan đến thai nghén|Pregnancy-related condition, unspecified
O47.9|Dọa đẻ|False labour, unspecified
O72.1|Băng huyết sau đẻ|Other immediate postpartum haemorrhage
P07.3|Trẻ đẻ non|Other preterm infants
P59.9|Vàng da sơ sinh|Neonatal jaundice, unspecified
R05|Ho|Cough
R06.0|Khó thở|Dyspnoea
R07.4|Đau ngực|Chest pain, unspecified
R10.4|Đau bụng|Other and unspecified abdominal pain
R11|Buồn nôn và nôn|Nausea and vomiting
R42|Chóng mặt|Dizziness and giddiness
R50.9|Sốt|Fever, unspecified
R51|Đau đầu|Headache
R53|Mệt mỏi|Malaise and fatigue
R55|Ngất|Syncope and collapse
R56.0|Co giật do sốt|Febrile convulsions
R73.0|Tăng đường huyết, rối loạn dung nạp|Abnormal glucose tolerance test
S01.9|Vết thương đầu|Open wound of head, part unspecified
S06.0|Chấn động não|Concussion
S52.5|Gãy đầu dưới xương quay|Fracture of lower end of radius
S61.9|Vết thương cổ tay, bàn tay|Open wound of wrist and hand part, unspecified
S72.0|Gãy cổ xương đùi|Fracture of neck of femur
S93.4|Bong gân cổ chân|Sprain and strain of ankle
T14.1|Vết thương hở|Open wound of unspecified body region
T30.0|Bỏng|Burn of unspecified body region, unspecified degree
T62.9|Ngộ độc thức ăn|Toxic effect of noxious substance eaten as food, unspecified
T63.0|Rắn độc cắn|Toxic effect of snake venom
T63.4|Ong, côn trùng đốt|Toxic effect of venom of other arthropods
T78.2|Sốc phản vệ|Anaphylactic shock, unspecified
T78.4|Dị ứng|Allergy, unspecified
Z00.0|Khám sức khỏe tổng quát|General medical examination
Z08.9|Khám theo dõi sau điều trị u ác|Follow-up examination after treatment for malignant neoplasm
Z09.9|Khám theo dõi sau điều trị bệnh khác|Follow-up examination after treatment for other conditions
Z34.9|Theo dõi thai bình thường|Supervision of normal pregnancy, unspecified
Z50.1|Vật lý trị liệu, phục hồi chức năng|Other physical therapy
Z76.0|Kê đơn nhắc lại|Issue of repeat prescription
`;

export type Icd10Code = { readonly code: string; readonly vi: string; readonly en: string };

export const icd10Codes: readonly Icd10Code[] = [infectious, growthsBloodEndocrine, mindNervesSenses, heartAndLungs, digestionSkinMovement, kidneyWomenChildrenOther]
  .flatMap((chapter) => chapter.trim().split('\n'))
  .map((line) => {
    const [code = '', vi = '', en = ''] = line.split('|');
    return { code, vi, en };
  });
