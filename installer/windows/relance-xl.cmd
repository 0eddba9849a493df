@echo off
rem relance-xl en ligne de commande, ou sa fenetre quand rien n'est demande ; il se prepare au premier lancement.
if exist "%~dp0programme\Scripts\relance-xl.exe" goto pret
call "%~dp0installer.cmd"
if errorlevel 1 (pause & exit /b 3)
:pret
if not "%~1"=="" goto commande
start "" "%~dp0programme\Scripts\pythonw.exe" -m relance_xl fenetre
exit /b 0
:commande
"%~dp0programme\Scripts\relance-xl.exe" %*
exit /b %errorlevel%
