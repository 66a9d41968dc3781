-- a number
SELECT nextval('numbers')
