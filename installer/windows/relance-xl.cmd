@echo off
rem relance-xl en ligne de commande, ou sa fenetre quand rien n'est demande ; il se prepare au premier lancement.
setlocal
set FAIT=
set POSE=
if exist "%~dp0programme\kit.txt" set /p FAIT=<"%~dp0programme\kit.txt"
if exist "%~dp0kit.txt" set /p POSE=<"%~dp0kit.txt"
rem Une autre version a ete posee depuis : elle se prepare a son tour.
if "%FAIT%"=="%POSE%" if exist "%~dp0programme\Scripts\relance-xl.exe" goto pret
call "%~dp0installer.cmd"
if not "%errorlevel%"=="0" (pause & exit /b 3)
:pret
if not "%~1"=="" goto commande
start "" "%~dp0programme\Scripts\pythonw.exe" -m relance_xl fenetre
exit /b 0
:commande
"%~dp0programme\Scripts\relance-xl.exe" %*
exit /b %errorlevel%
