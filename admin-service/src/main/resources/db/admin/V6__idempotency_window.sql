update admin.application set settings = '{"idempotencyWindowSeconds": 120}'::jsonb || settings;
