-- What an application leaves out is its tier's limit now: until here every limit was written down, chosen or not.
update admin.application
set settings = jsonb_set(
        '{"compressAsText": false, "closeAtTokenExpiry": false, "presenceGraceSeconds": 0}'::jsonb || settings,
        '{limits}',
        (select coalesce(jsonb_object_agg(key, value), '{}'::jsonb)
         from jsonb_each(settings -> 'limits')
         where not (key = 'maxPayloadBytes' and value = '5120'::jsonb)
           and not (key like 'publishesPerSecond%' and value = '0'::jsonb)));
