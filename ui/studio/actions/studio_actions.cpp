// The table of commands.
#include "ui/studio/actions/studio_actions.h"

#include <QCoreApplication>
#include <QWidget>
#include <optional>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(StudioActions)
};

struct Row {
    Command command;
    QString text;
    QList<QKeySequence> keys;
    QString tip;
    std::optional<Icon> icon = std::nullopt;
    bool checkable = false;
};

QList<Row> fileRows() {
    return {
        {Command::New,
         Text::tr("&New…"),
         {QKeySequence::New},
         Text::tr("Starts a painting: size, palette, first class"),
         Icon::New},
        {Command::Open,
         Text::tr("&Open…"),
         {QKeySequence::Open},
         Text::tr("Opens a painting or a label map"),
         Icon::Open},
        {Command::TracePhoto,
         Text::tr("&Trace a photo…"),
         {QKeySequence(Qt::CTRL | Qt::Key_T)},
         Text::tr("Begins a painting with the classes that a photo shows"),
         Icon::Photo},
        {Command::Save,
         Text::tr("&Save"),
         {QKeySequence::Save},
         Text::tr("Saves the painting as a PNG that any program shows"),
         Icon::Save},
        {Command::SaveAs,
         Text::tr("Save &as…"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)},
         Text::tr("Saves the painting under another name")},
        {Command::ExportIds,
         Text::tr("Labels as &ids…"),
         {},
         Text::tr("Writes a grey PNG of the dataset's ids")},
        {Command::ExportIndexed,
         Text::tr("Labels as &indexed colours…"),
         {},
         Text::tr("Writes a PNG of ids that shows the palette's colours")},
        {Command::ExportColours,
         Text::tr("Labels as &colours…"),
         {},
         Text::tr("Writes an RGB PNG of the palette's colours")},
        {Command::ExportPhoto,
         Text::tr("&Photo…"),
         {QKeySequence(Qt::CTRL | Qt::Key_E)},
         Text::tr("Writes the photo as PNG or JPEG"),
         Icon::Export},
        {Command::ExportPair,
         Text::tr("&Before and after…"),
         {},
         Text::tr("Writes two photos side by side")},
        {Command::Quit,
         Text::tr("&Quit"),
         {QKeySequence(Qt::CTRL | Qt::Key_Q)},
         Text::tr("Ends Tessera")},
    };
}

QList<Row> editRows() {
    return {
        {Command::Undo,
         Text::tr("&Undo"),
         {QKeySequence(Qt::CTRL | Qt::Key_Z)},
         Text::tr("Takes back the last stroke"),
         Icon::Undo},
        {Command::Redo,
         Text::tr("&Redo"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)},
         Text::tr("Does again what was taken back"),
         Icon::Redo},
        {Command::CopyPhoto,
         Text::tr("&Copy photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_C)},
         Text::tr("Puts the photo on the clipboard"),
         Icon::Copy},
        {Command::FindClass,
         Text::tr("&Find a class"),
         {QKeySequence(Qt::CTRL | Qt::Key_F)},
         Text::tr("Narrows the palette as you type"),
         Icon::Search},
        {Command::SwapClass,
         Text::tr("Swap with the class &before"),
         {QKeySequence(Qt::Key_X)},
         Text::tr("Chooses the class that was chosen before")},
        {Command::SmallerBrush,
         Text::tr("S&maller brush"),
         {QKeySequence(Qt::Key_BracketLeft)},
         Text::tr("Makes the brush smaller")},
        {Command::LargerBrush,
         Text::tr("&Larger brush"),
         {QKeySequence(Qt::Key_BracketRight)},
         Text::tr("Makes the brush larger")},
    };
}

QList<Row> viewRows() {
    return {
        {Command::ShowLabels,
         Text::tr("&Labels"),
         {QKeySequence(Qt::CTRL | Qt::Key_1)},
         Text::tr("Shows the labels alone"),
         Icon::Labels,
         true},
        {Command::ShowBoth,
         Text::tr("Labels &and photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_2)},
         Text::tr("Shows labels and photo with a divider to drag"),
         Icon::Split,
         true},
        {Command::ShowPhoto,
         Text::tr("&Photo"),
         {QKeySequence(Qt::CTRL | Qt::Key_3)},
         Text::tr("Shows the photo alone; painting goes on in it"),
         Icon::Photo,
         true},
        {Command::NextMode,
         Text::tr("&Next view"),
         {QKeySequence(Qt::Key_V)},
         Text::tr("From labels to both to photo")},
        {Command::ZoomIn,
         Text::tr("Zoom &in"),
         {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)},
         Text::tr("Magnifies the picture")},
        {Command::ZoomOut,
         Text::tr("Zoom &out"),
         {QKeySequence(Qt::CTRL | Qt::Key_Minus)},
         Text::tr("Shows more of the picture")},
        {Command::Fit,
         Text::tr("&Fit"),
         {QKeySequence(Qt::Key_Home), QKeySequence(Qt::CTRL | Qt::Key_9)},
         Text::tr("Fits the whole picture into the canvas"),
         Icon::Fit},
        {Command::ActualSize,
         Text::tr("&One to one"),
         {QKeySequence(Qt::CTRL | Qt::Key_0)},
         Text::tr("One screen pixel for each pixel of the picture"),
         Icon::OneToOne},
        {Command::OutlineClass,
         Text::tr("Outline the &class under the pointer"),
         {QKeySequence(Qt::CTRL | Qt::Key_U)},
         Text::tr("Draws the border of what the pointer is over"),
         std::nullopt,
         true},
        {Command::Backdrop,
         Text::tr("&Traced photo over the labels"),
         {QKeySequence(Qt::Key_T)},
         Text::tr("From none to faint to strong")},
        {Command::FloatPhoto,
         Text::tr("Photo in its own &window"),
         {QKeySequence(Qt::CTRL | Qt::Key_L)},
         Text::tr("A second live photo, for another screen"),
         Icon::Float},
        {Command::FullScreen,
         Text::tr("F&ull screen"),
         {QKeySequence(Qt::Key_F11)},
         Text::tr("Fills the screen, or goes back"),
         std::nullopt,
         true},
        {Command::ResetPanels,
         Text::tr("&Reset panels"),
         {},
         Text::tr("Puts all panels back where they were at first")},
    };
}

QList<Row> pictureRows() {
    return {
        {Command::RollStyle,
         Text::tr("&New style"),
         {QKeySequence(Qt::CTRL | Qt::Key_R)},
         Text::tr("Rolls another style and another texture"),
         Icon::Die},
        {Command::RollTexture,
         Text::tr("New &texture only"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
         Text::tr("Keeps the style and rolls its texture")},
        {Command::StyleFromPhoto,
         Text::tr("Style from a &photo…"),
         {},
         Text::tr("Takes the style of a photo"),
         Icon::Photo},
        {Command::ManyStyles,
         Text::tr("&Many styles…"),
         {QKeySequence(Qt::CTRL | Qt::Key_G)},
         Text::tr("Draws the painting in many styles to choose from")},
        {Command::SourcePhoto,
         Text::tr("S&ource photo…"),
         {},
         Text::tr("Opens the photo that a cross-view model translates")},
        {Command::FillAll,
         Text::tr("&Fill everything with the class"),
         {QKeySequence(Qt::CTRL | Qt::Key_Backspace)},
         Text::tr("Paints the whole picture with the chosen class")},
        {Command::ReplaceClass,
         Text::tr("&Replace class…"),
         {QKeySequence(Qt::CTRL | Qt::Key_H)},
         Text::tr("Turns one class into another, everywhere or in a lasso"),
         Icon::Replace},
        {Command::Insert,
         Text::tr("&Insert…"),
         {QKeySequence(Qt::CTRL | Qt::Key_I)},
         Text::tr("Places a region of another label map"),
         Icon::Insert},
        {Command::BeforeAfter,
         Text::tr("&Before and after"),
         {QKeySequence(Qt::CTRL | Qt::Key_B)},
         Text::tr("Compares the photo with an earlier one"),
         Icon::BeforeAfter},
    };
}

QList<Row> otherRows() {
    return {
        {Command::OpenModel,
         Text::tr("&Open model…"),
         {QKeySequence(Qt::CTRL | Qt::Key_M)},
         Text::tr("Renders with a model file of your choice"),
         Icon::Open},
        {Command::ModelCard,
         Text::tr("Model &card"),
         {},
         Text::tr("What the model was trained on, by whom, under which licence")},
        {Command::Tip,
         Text::tr("&First steps"),
         {QKeySequence(Qt::Key_F1)},
         Text::tr("Five lines to begin with")},
        {Command::Keys,
         Text::tr("&Keys"),
         {QKeySequence(Qt::Key_F2)},
         Text::tr("All keys on one page")},
        {Command::About, Text::tr("&About Tessera"), {}, Text::tr("Version and licences")},
    };
}

QAction* makeAction(QWidget& window, const Row& row) {
    auto* action = new QAction(row.text, &window);
    action->setShortcuts(row.keys);
    action->setCheckable(row.checkable);
    action->setToolTip(row.tip);
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
