import { CfnOutput, Duration, RemovalPolicy, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { table } from '../../shared/store/table.ts';
import { acknowledge } from '../acknowledge.ts';

/** What must never be lost: records, files, keys, secrets, logs. Everything here is kept when the stack goes. */
export class DataStack extends Stack {
  readonly dataKey: Key;
  readonly table: TableV2;
  readonly blobBucket: Bucket;
  readonly logBucket: Bucket;
  readonly sealBucket: Bucket;
  readonly deadLetterBucket: Bucket;
  readonly documentKey: Key;
  readonly tokenKey: Key;
  readonly insurerSecret: Secret;
  readonly smsSecret: Secret;
  readonly prescriptionSecret: Secret;
  readonly fhirServerSecret: Secret;
  /** Shared by the API, which makes TURN credentials, and coturn, which checks them. */
  readonly turnSecret: Secret;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.dataKey = new Key(this, 'DataKey', { description: 'Encrypts records and files', enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    this.table = this.#table();
    this.logBucket = this.#logBucket();
    this.blobBucket = this.#blobBucket();
    this.sealBucket = this.#sealBucket();
    this.deadLetterBucket = this.#deadLetterBucket();
    this.documentKey = this.#signingKey('DocumentKey', 'Signs conclusions');
    this.tokenKey = this.#signingKey('TokenKey', 'Signs access tokens of patients and join tokens of rooms');
    this.insurerSecret = this.#outsideSecret('InsurerSecret', 'lien-tuyen/insurer', 'Logins of each facility at the insurer\'s portal');
    new CfnOutput(this, 'TableName', { value: this.table.tableName, description: 'Where tools beside the product write' });
    this.fhirServerSecret = this.#outsideSecret('FhirServerSecret', 'lien-tuyen/fhir-servers', 'Bearer tokens by host for the FHIR servers of other organisations');
    this.smsSecret = this.#outsideSecret('SmsSecret', 'lien-tuyen/sms', 'Login at the SMS gateway');
    this.prescriptionSecret = this.#outsideSecret('PrescriptionSecret', 'lien-tuyen/prescriptions', 'Logins of doctors at the national e-prescription system, by link code and Practitioner id');
    this.turnSecret = new Secret(this, 'TurnSecret', { secretName: 'lien-tuyen/turn', description: 'Key of the time-limited TURN credentials', generateSecretString: { passwordLength: 48, excludePunctuation: true }, removalPolicy: RemovalPolicy.RETAIN });
    acknowledge(this.turnSecret, { 'AwsSolutions-SMG4': 'Rotated by a new deployment: both sides must change at once.' });
  }

  #table(): TableV2 {
    return new TableV2(this, 'Records', {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      sortKey: { name: table.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: table.timeToLive,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType[table.stream],
      encryption: TableEncryptionV2.customerManagedKey(this.dataKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #logBucket(): Bucket {
    return new Bucket(this, 'Logs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // CloudFront writes its logs with an ACL.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(400) }],
      removalPolicy: RemovalPolicy.RETAIN,
      serverAccessLogsPrefix: 'self/',
    });
  }

  #blobBucket(): Bucket {
    return new Bucket(this, 'Blobs', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.dataKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: this.logBucket,
      serverAccessLogsPrefix: 'blobs/',
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(2) },
        // Files of bulk exports (shared/store/exportFiles.ts): deleted with the export, and at the latest by this.
        { prefix: 'export/', expiration: Duration.days(2), noncurrentVersionExpiration: Duration.days(1) },
        // Pieces of recordings that are being made (shared/store/recordingPieces.ts): deleted by who makes or finishes them, and at the latest by this.
        { prefix: 'unfinished/', expiration: Duration.days(2), noncurrentVersionExpiration: Duration.days(1) },
        { transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(90) }] },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /**
   * What the stream's functions could not carry out to the end, whole, for `npm run replay`. A queue would be told only
   * where in the stream the records stood, and the stream forgets them after a day.
   */
  #deadLetterBucket(): Bucket {
    const bucket = new Bucket(this, 'DeadLetters', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.dataKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: this.logBucket,
      serverAccessLogsPrefix: 'dead-letters/',
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new CfnOutput(this, 'DeadLetterBucket', { value: bucket.bucketName, description: 'For npm run replay' });
    return bucket;
  }

  /** Seals of the audit log. Nobody, the account's owner included, can change or remove one before its time. */
  #sealBucket(): Bucket {
    return new Bucket(this, 'AuditSeals', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(3650)),
      serverAccessLogsBucket: this.logBucket,
      serverAccessLogsPrefix: 'seals/',
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #signingKey(id: string, description: string): Key {
    return new Key(this, id, { description, keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY, removalPolicy: RemovalPolicy.RETAIN });
  }

  /** Empty until an operator writes the logins into it (docs/runbooks); functions get it by dynamic reference. */
  #outsideSecret(id: string, secretName: string, description: string): Secret {
    const secret = new Secret(this, id, { secretName, description, secretStringValue: SecretValue.unsafePlainText('{}'), removalPolicy: RemovalPolicy.RETAIN });
    acknowledge(secret, { 'AwsSolutions-SMG4': 'The other side issues these logins; it has no interface to rotate them by.' });
    return secret;
  }
}
