// Colours, type, spacing and icons of the studio: the only place that knows a colour.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>
#include <array>

class QWidget;

namespace tessera::ui {

enum class ThemeMode { Dark, Light, System };

/// The colours by what they are for. Both themes keep the same contrasts: text on any surface
/// reaches 7:1, muted text 4.5:1, faint text 3:1.
struct Colours {
    QColor bar;          ///< menu bar, status bar
    QColor panel;        ///< docks, dialogs, the options bar
    QColor canvas;       ///< around the picture
    QColor field;        ///< wells: line edits, lists in dialogs, the workspace switch
    QColor fieldEdge;    ///< round a well
    QColor raised;       ///< buttons
    QColor raisedHover;  ///< buttons under the pointer
    QColor line;         ///< hairlines between surfaces
    QColor outline;      ///< key badges, swatches, empty tracks
    QColor text;
    QColor textMuted;
    QColor textFaint;    ///< placeholders, hints, disabled
    QColor accent;       ///< filled: the chosen tool, the primary button
    QColor accentHover;  ///< filled, under the pointer
    QColor onAccent;     ///< text and icons on a filled accent
    QColor accentLine;   ///< bars, slider handles, focus rings, links
    QColor selection;    ///< the chosen row
    QColor hover;        ///< the row under the pointer
    QColor good;         ///< the dot before "41 ms"
    QColor warning;
    QColor bad;
    QColor halo;     ///< second stroke of what is drawn over a picture (dark in both themes)
    QColor overlay;  ///< first stroke of what is drawn over a picture (light in both themes)
};

/// Spacing and type, in device-independent pixels.
struct Metrics {
    static constexpr int unit = 8;        ///< the rhythm: margins and gaps are multiples of it
    static constexpr int half = 4;        ///< between what belongs together
    static constexpr int fontSize = 13;   ///< everything
    static constexpr int smallFont = 11;  ///< section headings, key badges
    static constexpr int rowHeight = 28;  ///< a row of a list
    static constexpr int iconSize = 20;   ///< tool bar
    static constexpr int smallIcon = 16;  ///< buttons and menus
    static constexpr int radius = 6;      ///< corners of buttons and fields
    static constexpr int swatch = 16;     ///< a class's colour
};

/// One family, 24 x 24 with 1.6-pixel strokes, in resources/icons.
enum class Icon {
    App,
    Brush,
    Eraser,
    Line,
    Rectangle,
    Ellipse,
    Lasso,
    Fill,
    Picker,
    Hand,
    Zoom,
    Undo,
    Redo,
    New,
    Open,
    Save,
    Export,
    Copy,
    Die,
    Lock,
    Pin,
    Photo,
    Labels,
    Split,
    Replace,
    Insert,
    BeforeAfter,
    Fit,
    OneToOne,
    FlipHorizontal,
    FlipVertical,
    Sun,
    Moon,
    Search,
    Close,
    Float,
    Warning,
    History,
    ChevronDown,
    ChevronUp,
    ChevronRight,
    More,
    Check,
    Settings
};

/// What a button, label or frame is among its neighbours; see setRole().
enum class Role {
    Normal,
    Primary,  ///< the one thing to do here: filled with the accent
    Quiet,    ///< no surface until the pointer is over it
    Segment,  ///< one of a row of choices, inside a frame of Role::Segments
    Segments,
    Heading,  ///< small and muted, as above a panel
    Muted,    ///< text beside the point
    Problem   ///< text that says what is wrong
};

/// Dresses the application and tells views what colours to paint with. Views that paint by
/// themselves read colours() in paintEvent and so follow a switch without doing anything; changed()
/// is for those that cache.
class Theme : public QObject {
    Q_OBJECT

public:
    static Theme& instance();

    /// Sets style, palette, font and style sheet of the whole application; may be called again at
    /// any time. System follows the desktop's palette, also when that changes later.
    void apply(ThemeMode mode);

    ThemeMode mode() const { return mode_; }
    bool isDark() const { return dark_; }
    const Colours& colours() const { return colours_; }

    /// "dark", "light", "system": how settings spell a mode; anything else reads as System.
    static QString modeName(ThemeMode mode);
    static ThemeMode modeFromName(const QString& name);

    /// The application's font at `pixels`, DemiBold where `strong`.
    static QFont font(int pixels = Metrics::fontSize, bool strong = false);
    /// Small, spaced capitals, as above a panel.
    static QFont headingFont();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Theme();
    bool desktopIsDark() const;
    void dress();

    ThemeMode mode_ = ThemeMode::Dark;
    bool dark_ = true;
    Colours colours_;
};

/// The colours in use: short for Theme::instance().colours().
const Colours& colours();

/// Of pinned pixels: five that are told apart over any picture, by every kind of eye, in both
/// themes.
const std::array<QColor, 5>& pinColours();

/// An icon that is tinted when it is painted: it follows theme, state (disabled, checked) and the
/// device pixel ratio by itself, so it is set once and never again.
QIcon icon(Icon which);

/// The same in one fixed colour, for marks over pictures and filled buttons.
QIcon icon(Icon which, const QColor& tint);

/// Gives a widget its role; the style sheet does the rest.
void setRole(QWidget* widget, Role role);

/// A tool tip that names the control, its key and, when it is disabled, why: "Undo (Ctrl+Z)" or
/// "From a photo\nThis model has no style encoder". Sets the accessible name and description too.
void describe(QWidget* widget, const QString& name, const QString& detail = {});

}  // namespace tessera::ui
