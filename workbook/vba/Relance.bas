Attribute VB_Name = "Relance"
Option Explicit

' One public Sub for each button, and one for the tab of the ribbon.
' Each hands its action over to Python; what the action does is in relance_xl.
' This text is ASCII: accents and no-break spaces are written with ChrW.

Private Sub Lancer(ByVal action As String)
    If PythonEstLa() Then
        RunPython "from relance_xl import buttons; buttons.run('" & action & "')"
    End If
End Sub

' LibreOffice, which takes the side of #Else, is given its Python by the command that opens the workbook.
Private Function PythonEstLa() As Boolean
    #If VBA7 Then
        PythonEstLa = ExcelTrouvePython()
    #Else
        PythonEstLa = True
    #End If
End Function

' Says what to do, and answers False, when the buttons cannot reach Python.
' Excel for Mac cannot look outside its own folders: there only a blank address is known to be wrong.
Private Function ExcelTrouvePython() As Boolean
    Dim adresse As String
    #If Mac Then
        adresse = AdresseDe("interpreter_mac")
        ExcelTrouvePython = (adresse <> "")
    #Else
        adresse = AdresseDe("interpreter_win")
        ExcelTrouvePython = Existe(adresse)
    #End If
    If InStr(ThisWorkbook.Name, "=") > 0 Then
        ExcelTrouvePython = False
        MsgBox NomInterdit(), vbExclamation, "Relances"
    ElseIf Not ExcelTrouvePython Then
        MsgBox CommentReparer(adresse), vbExclamation, "Relances"
    End If
End Function

' What the sheet xlwings.conf states, with its variable (%APPDATA%\...) replaced; blank when it is lost.
' Nothing of the module xlwings is called here: LibreOffice compiles both sides of an #If, and has but its RunPython.
Private Function AdresseDe(ByVal cellule As String) As String
    Dim parties As Variant
    On Error Resume Next
    AdresseDe = CStr(ThisWorkbook.Names(cellule).RefersToRange.Value)
    parties = Split(AdresseDe, "%")
    If UBound(parties) = 2 Then AdresseDe = Environ(parties(1)) & parties(2)
End Function

Private Function Existe(ByVal fichier As String) As Boolean
    On Error Resume Next
    If fichier <> "" Then Existe = ((GetAttr(fichier) And vbDirectory) = 0)
End Function

Private Function CommentReparer(ByVal adresse As String) As String
    Dim deuxPoints As String, classeur As String
    deuxPoints = ChrW(160) & ":"
    classeur = ThisWorkbook.FullName
    If InStr(classeur, "://") > 0 Then classeur = ThisWorkbook.Name
    If adresse = "" Then
        CommentReparer = "Ce classeur ne sait pas encore o" & ChrW(249) & " est Python."
    Else
        CommentReparer = "Python n'est plus l" & ChrW(224) & " o" & ChrW(249) & " ce classeur le cherche" & deuxPoints & _
            vbNewLine & adresse
    End If
    CommentReparer = CommentReparer & vbNewLine & vbNewLine & _
        "Fermez ce classeur, ouvrez un terminal et tapez" & deuxPoints & vbNewLine & _
        "relance-xl reparer """ & classeur & """" & vbNewLine & vbNewLine & _
        "Puis rouvrez le classeur. Si cette commande est inconnue, r" & ChrW(233) & "installez d'abord relance-xl."
End Function

Private Function NomInterdit() As String
    NomInterdit = "Le nom de ce classeur contient le signe " & ChrW(171) & ChrW(160) & "=" & ChrW(160) & ChrW(187) & _
        ", que les boutons ne comprennent pas." & vbNewLine & _
        "Enregistrez le classeur sous un autre nom, puis recommencez."
End Function

' The tab of the ribbon: the tag of each control is its action.
Public Sub Relance_Ruban(control As IRibbonControl)
    Lancer control.Tag
End Sub

Public Sub Relance_Importer()
    Lancer "importer"
End Sub

Public Sub Relance_Verifier()
    Lancer "verifier"
End Sub

Public Sub Relance_Rechercher()
    Lancer "rechercher"
End Sub

Public Sub Relance_ListeAppels()
    Lancer "appels"
End Sub

Public Sub Relance_Lettres()
    Lancer "lettres"
End Sub

Public Sub Relance_Emails()
    Lancer "mails"
End Sub

Public Sub Relance_Traites()
    Lancer "traites"
End Sub

Public Sub Relance_TableauDeBord()
    Lancer "bilan"
End Sub

Public Sub Relance_Annuler()
    Lancer "annuler"
End Sub

Public Sub Relance_RazFiltre()
    Lancer "raz"
End Sub

Public Sub Relance_ToutSelectionner()
    Lancer "tout-selectionner"
End Sub

Public Sub Relance_ToutDeselectionner()
    Lancer "tout-deselectionner"
End Sub

Public Sub Relance_EnregistrerDefaut()
    Lancer "defaut"
End Sub

Public Sub Relance_EnregistrerAppels()
    Lancer "enregistrer-appels"
End Sub

Public Sub Relance_TraitesLettres()
    Lancer "traites-lettres"
End Sub

Public Sub Relance_VerifierModeles()
    Lancer "modeles"
End Sub

Public Sub Relance_RemiseABlanc()
    Lancer "remise-a-blanc"
End Sub
