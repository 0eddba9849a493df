; The setup program for one user: no administrator's rights, no network, in French.
; makensis -DVERSION=… -DKIT=folder -DOUT=file relance-xl.nsi
Unicode true
Target amd64-unicode ; as the packages are: on another system it does not start
!include MUI2.nsh
Name "Relances clients"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\relance-xl"
InstallDirRegKey HKCU "Software\relance-xl" "Dossier"
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "relance-xl"
VIAddVersionKey "FileDescription" "Relances clients : installation"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Licence MIT"
!define MUI_ABORTWARNING
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\relance-xl"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\programme\Scripts\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m relance_xl fenetre"
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir la fenêtre des relances"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

Section
  SetShellVarContext current
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\wheels" ; those of an older version
  File /r "${KIT}/*"
  DetailPrint "Installation des paquets, sans réseau…"
  nsExec::ExecToLog '"$SYSDIR\cmd.exe" /c ""$INSTDIR\installer.cmd""'
  Pop $0
  StrCmp $0 "0" done
    MessageBox MB_ICONSTOP|MB_OK "L'installation n'est pas complète : le détail est affiché derrière ce message. Python 3.12 (64 bits) est-il sur cet ordinateur, et la fenêtre des relances fermée ?" /SD IDOK
    SetErrorLevel 3
    Abort
  done:
  WriteUninstaller "$INSTDIR\desinstaller.exe"
  CreateDirectory "$SMPROGRAMS\Relances clients"
  CreateShortcut "$SMPROGRAMS\Relances clients\Relances clients.lnk" "$INSTDIR\programme\Scripts\pythonw.exe" "-m relance_xl fenetre" "" 0
  CreateShortcut "$SMPROGRAMS\Relances clients\Diagnostic.lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\programme\Scripts\relance-xl.exe" diagnostic"' "" 0
  WriteRegStr HKCU "Software\relance-xl" "Dossier" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Relances clients (relance-xl)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\desinstaller.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\desinstaller.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  ; what the setup has made, and nothing else: a workbook put there by its user stays
  RMDir /r "$INSTDIR\programme"
  RMDir /r "$INSTDIR\wheels"
  RMDir /r "$INSTDIR\python"
  Delete "$INSTDIR\uv.exe"
  Delete "$INSTDIR\versions.txt"
  Delete "$INSTDIR\kit.txt"
  Delete "$INSTDIR\installer.cmd"
  Delete "$INSTDIR\relance-xl.cmd"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\desinstaller.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\Relances clients"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\relance-xl"
SectionEnd
