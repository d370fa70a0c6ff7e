// The table of commands.
#include "ui/studio/actions/studio_actions.h"

#include <QCoreApplication>
#include <QWidget>
#include <optional>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

struct Row {
    Command command;
    const char* text;  // translated in context StudioActions
    QList<QKeySequence> keys;
    const char* tip;
    std::optional<Icon> icon = std::nullopt;
    bool checkable = false;
};

#define TEXT(text) QT_TRANSLATE_NOOP("StudioActions", text)

QList<Row> fileRows() {
    return {
        {Command::New,
         TEXT("&New…"),
         {QKeySequence::New},
         TEXT("Starts a painting: size, palette, first class"),
         Icon::New},
        {Command::Open,
         TEXT("&Open…"),
         {QKeySequence::Open},
         TEXT("Opens a painting or a label map"),
         Icon::Open},
        {Command::Save,
         TEXT("&Save"),
         {QKeySequence::Save},
         TEXT("Saves the painting as a PNG that any program shows"),
         Icon::Save},
        {Command::SaveAs,
         TEXT("Save &as…"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
         TEXT("Saves the painting under another name")},
        {Command::ExportIds,
         TEXT("Labels as &ids…"),
         {},
         TEXT("Writes a grey PNG of the dataset's ids")},
        {Command::ExportIndexed,
         TEXT("Labels as &indexed colours…"),
         {},
         TEXT("Writes a PNG of ids that shows the palette's colours")},
        {Command::ExportColours,
         TEXT("Labels as &colours…"),
         {},
         TEXT("Writes an RGB PNG of the palette's colours")},
        {Command::ExportPhoto,
         TEXT("&Photo…"),
         {QKeySequence(Qt::CTRL | Qt::Key_E)},
         TEXT("Writes the photo as PNG or JPEG"),
         Icon::Export},
        {Command::ExportPair,
         TEXT("&Before and after…"),
         {},
         TEXT("Writes two photos side by side")},
        {Command::Quit, TEXT("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, TEXT("Ends Tessera")},
    };
}

QList<Row> editRows() {
    return {
        {Command::Undo,
         TEXT("&Undo"),
         {QKeySequence(Qt::CTRL | Qt::Key_Z)},
         TEXT("Takes back the last stroke"),
         Icon::Undo},
        {Command::Redo,
         TEXT("&Redo"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
         TEXT("Does again what was taken back"),
         Icon::Redo},
        {Command::CopyPhoto,
         TEXT("&Copy photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_C)},
         TEXT("Puts the photo on the clipboard"),
         Icon::Copy},
        {Command::FindClass,
         TEXT("&Find a class"),
         {QKeySequence(Qt::CTRL | Qt::Key_F)},
         TEXT("Narrows the palette as you type"),
         Icon::Search},
        {Command::SwapClass,
         TEXT("Swap with the class &before"),
         {QKeySequence(Qt::Key_X)},
         TEXT("Chooses the class that was chosen before")},
        {Command::SmallerBrush,
         TEXT("S&maller brush"),
         {QKeySequence(Qt::Key_BracketLeft)},
         TEXT("Makes the brush smaller")},
        {Command::LargerBrush,
         TEXT("&Larger brush"),
         {QKeySequence(Qt::Key_BracketRight)},
         TEXT("Makes the brush larger")},
    };
}

QList<Row> viewRows() {
    return {
        {Command::ShowLabels,
         TEXT("&Labels"),
         {QKeySequence(Qt::CTRL | Qt::Key_1)},
         TEXT("Shows the labels alone"),
         Icon::Labels,
         true},
        {Command::ShowBoth,
         TEXT("Labels &and photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_2)},
         TEXT("Shows labels and photo with a divider to drag"),
         Icon::Split,
         true},
        {Command::ShowPhoto,
         TEXT("&Photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_3)},
         TEXT("Shows the photo alone; painting goes on in it"),
         Icon::Photo,
         true},
        {Command::NextMode,
         TEXT("&Next view"),
         {QKeySequence(Qt::Key_V)},
         TEXT("From labels to both to photo")},
        {Command::ZoomIn,
         TEXT("Zoom &in"),
         {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
         TEXT("Magnifies the picture")},
        {Command::ZoomOut,
         TEXT("Zoom &out"),
         {QKeySequence(Qt::CTRL | Qt::Key_Minus)},
         TEXT("Shows more of the picture")},
        {Command::Fit,
         TEXT("&Fit"),
         {QKeySequence(Qt::Key_Home), QKeySequence(Qt::CTRL | Qt::Key_9)},
         TEXT("Fits the whole picture into the canvas"),
         Icon::Fit},
        {Command::ActualSize,
         TEXT("&One to one"),
         {QKeySequence(Qt::CTRL | Qt::Key_0)},
         TEXT("One screen pixel for each pixel of the picture"),
         Icon::OneToOne},
        {Command::OutlineClass,
         TEXT("Outline the &class under the pointer"),
         {QKeySequence(Qt::CTRL | Qt::Key_U)},
         TEXT("Draws the border of what the pointer is over"),
         std::nullopt,
         true},
        {Command::FloatPhoto,
         TEXT("Photo in its own &window"),
         {QKeySequence(Qt::CTRL | Qt::Key_L)},
         TEXT("A second live photo, for another screen"),
         Icon::Float},
        {Command::FullScreen,
         TEXT("F&ull screen"),
         {QKeySequence(Qt::Key_F11)},
         TEXT("Fills the screen, or goes back"),
         std::nullopt,
         true},
        {Command::ResetPanels,
         TEXT("&Reset panels"),
         {},
         TEXT("Puts all panels back where they were at first")},
    };
}

QList<Row> pictureRows() {
    return {
        {Command::RollStyle,
         TEXT("&New style"),
         {QKeySequence(Qt::CTRL | Qt::Key_R)},
         TEXT("Rolls another style and another texture"),
         Icon::Die},
        {Command::RollTexture,
         TEXT("New &texture only"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
         TEXT("Keeps the style and rolls its texture")},
        {Command::StyleFromPhoto,
         TEXT("Style from a &photo…"),
         {},
         TEXT("Takes the style of a photo"),
         Icon::Photo},
        {Command::FillAll,
         TEXT("&Fill everything with the class"),
         {QKeySequence(Qt::CTRL | Qt::Key_Backspace)},
         TEXT("Paints the whole picture with the chosen class")},
        {Command::ReplaceClass,
         TEXT("&Replace class…"),
         {QKeySequence(Qt::CTRL | Qt::Key_H)},
         TEXT("Turns one class into another, everywhere or in a lasso"),
         Icon::Replace},
        {Command::Insert,
         TEXT("&Insert…"),
         {QKeySequence(Qt::CTRL | Qt::Key_I)},
         TEXT("Places a region of another label map"),
         Icon::Insert},
        {Command::BeforeAfter,
         TEXT("&Before and after"),
         {QKeySequence(Qt::CTRL | Qt::Key_B)},
         TEXT("Compares the photo with an earlier one"),
         Icon::BeforeAfter},
    };
}

QList<Row> otherRows() {
    return {
        {Command::OpenModel,
         TEXT("&Open model…"),
         {QKeySequence(Qt::CTRL | Qt::Key_M)},
         TEXT("Renders with a model file of your choice"),
         Icon::Open},
        {Command::ModelCard,
         TEXT("Model &card"),
         {},
         TEXT("What the model was trained on, by whom, under which licence")},
        {Command::Tip,
         TEXT("&First steps"),
         {QKeySequence(Qt::Key_F1)},
         TEXT("Five lines to begin with")},
        {Command::Keys, TEXT("&Keys"), {QKeySequence(Qt::Key_F2)}, TEXT("All keys on one page")},
        {Command::About, TEXT("&About Tessera"), {}, TEXT("Version and licences")},
    };
}

#undef TEXT

QString translated(const char* text) {
    return QCoreApplication::translate("StudioActions", text);
}

QAction* makeAction(QWidget& window, const Row& row) {
    auto* action = new QAction(translated(row.text), &window);
    action->setShortcuts(row.keys);
    action->setCheckable(row.checkable);
    action->setToolTip(translated(row.tip));
    if (row.icon) {
        action->setIcon(icon(*row.icon));
    }
    window.addAction(action);
    return action;
}

}  // namespace

StudioActions::StudioActions(QWidget& window) : QObject(&window) {
    for (const QList<Row>& rows :
         {fileRows(), editRows(), viewRows(), pictureRows(), otherRows()}) {
        for (const Row& row : rows) {
            actions_[row.command] = makeAction(window, row);
        }
    }
}

QList<QAction*> StudioActions::all() const {
    QList<QAction*> list;
    for (const auto& [command, action] : actions_) {
        list.append(action);
    }
    return list;
}

}  // namespace tessera::ui
