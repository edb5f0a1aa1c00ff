-- A team must keep at least one admin.
CREATE FUNCTION leave_team(team bigint, leaver bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  admins integer;
BEGIN
  SELECT count(*) INTO admins
    FROM members
   WHERE team_id = team AND role = 'admin';
  IF admins < 2 THEN
    RETURN false;
  END IF;
  DELETE FROM members
   WHERE team_id = team AND user_id = leaver;
  RETURN true;
END
$$;
