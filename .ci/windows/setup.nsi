; The installer: Chinese, for one user, without an administrator. makensis -INPUTCHARSET UTF8 -DFROM=… -DFILES=… -DVERSION=… -DOUT=…
; FROM is a folder laid out as it will be installed, FILES the lines that remove what lies in it. Data are never touched: they lie in 文档, settings in %APPDATA%.
Target amd64-unicode
Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!define NAME "科普台账"
!define PROGRAM "kepu-ledger.exe"
!define COMMANDS "kepu-ledger-cli.exe"
!define TYPE "KepuLedger.File"
!define OURS "Software\${NAME}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${OURS}" "InstallDir"
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
; The two programs are the same but for a number; a window wider than one of them finds that out.
!ifndef QUICK
  SetCompressorDictSize 128
!endif
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT / Apache-2.0"

!define MUI_ICON "..\..\assets\icon\kepu-ledger.ico"
!define MUI_UNICON "..\..\assets\icon\kepu-ledger.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${NAME}"
!define MUI_WELCOMEPAGE_TEXT "只为您自己安装，不需要管理员。$\r$\n$\r$\n电脑上已有旧版本的，会先给台账做一份备份，再换成新版本，台账和设置都不动。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${NAME}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序。台账、备份和设置都会留下。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs holds its file. Exit code 2 when nobody is there to close it.
!macro WAIT_UNTIL_CLOSED
  !define ID ${__LINE__}
  again${ID}:
  StrCpy $1 "$INSTDIR\${PROGRAM}"
  one${ID}:
  IfFileExists "$1" 0 free${ID}
  ClearErrors
  FileOpen $0 "$1" a
  IfErrors held${ID}
  FileClose $0
  free${ID}:
  StrCmp $1 "$INSTDIR\${COMMANDS}" closed${ID}
  StrCpy $1 "$INSTDIR\${COMMANDS}"
  Goto one${ID}
  held${ID}:
  IfSilent 0 +3
  SetErrorLevel 2
  Quit
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。请先保存并关闭它，再点“重试”。" IDRETRY again${ID}
  SetErrorLevel 2
  Quit
  closed${ID}:
  !undef ID
!macroend

Section
  !insertmacro WAIT_UNTIL_CLOSED
  ; The old version copies the ledgers it knows, before anything of it is replaced; it may lie in another folder.
  ReadRegStr $2 HKCU "${OURS}" "InstallDir"
  IfFileExists "$2\${COMMANDS}" 0 fresh
  DetailPrint "正在备份台账……"
  nsExec::ExecToLog '"$2\${COMMANDS}" backup --recent'
  Pop $0
  StrCmp $0 "0" fresh
  DetailPrint "有台账没能备份。"
  ; One under a password can't be opened by an installer; its next upgrade copies it when it is opened.
  MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "有台账没能备份，加了密码的会在下次打开时备份。要现在看清楚再装，请点“取消”。" /SD IDOK IDOK fresh
  SetErrorLevel 2
  Quit
  fresh:
  ; Copying took a while.
  !insertmacro WAIT_UNTIL_CLOSED
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${FROM}\*.*"
  IfErrors 0 +4
  MessageBox MB_OK|MB_ICONSTOP "有文件没能写入，安装没有完成。请关闭${NAME}，再装一次。" /SD IDOK
  SetErrorLevel 2
  Quit
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OURS}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.kepu" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "${NAME}文件"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  ; Explorer learns of the file type.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED
  ; Only what was installed: whatever else lies there is the clerk's, and so is a portable 数据 folder.
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.kepu" ""
  StrCmp $0 "${TYPE}" 0 others
  DeleteRegKey HKCU "Software\Classes\.kepu"
  others:
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${OURS}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  MessageBox MB_OK|MB_ICONINFORMATION "程序已删除，台账和备份都还在您放的地方（通常是 $DOCUMENTS\${NAME} 或 $PROFILE\${NAME}）。设置在 $APPDATA\kepu-ledger，日志在 $LOCALAPPDATA\kepu-ledger，不再需要的请自己删除。" /SD IDOK
SectionEnd
