// Rolls styles, takes them from photos, and keeps those worth coming back to.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/style/roll.h"

class QPushButton;
class QToolButton;

namespace tessera {
class Painting;
class RenderService;
struct StyleSource;
}  // namespace tessera

namespace tessera::ui {

class ManyStyles;
class SectionHeader;
class StyleList;
class StyleModel;
class StyleThumbnails;

class StylePanel : public QWidget {
    Q_OBJECT

public:
    /// `renders` draws the thumbnails and encodes photos; it outlives the panel.
    explicit StylePanel(RenderService& renders, QWidget* parent = nullptr);
    ~StylePanel() override;

    void setPainting(Painting* painting);

    /// It heads the panel until it is made a dock's title bar.
    SectionHeader* header() const { return header_; }

    /// Rolls a new style and noise seed; one undoable step. What the model lacks is not rolled.
    void roll(Roll what = Roll::Both);

    /// Opens the window of many styles to choose from, or brings it to the front. `proposedFile` is
    /// where its export begins.
    void showMany(const QString& proposedFile = {});
    ManyStyles* many() const;

    /// Asks for a photo and takes its style.
    void chooseFromPhoto();
    /// The style arrives a moment later, as one undoable step, or failed(). Of a model of regions
    /// one class of the painting's may take it alone; the others keep theirs.
    void takeFromPhoto(const QString& file, std::optional<quint16> region = std::nullopt);

    /// Why the model in use can't do it; empty: it can.
    QString whyNoRoll() const;
    QString whyNoEncoder() const;

Q_SIGNALS:
    void failed(const QString& reason);  ///< one line to show
    void availabilityChanged();          ///< of whyNoRoll(), whyNoEncoder()
    void manyRequested();                ///< by the button in the header: showMany() is wanted

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* createButtons();
    void adoptPainting();
    void adoptStyle();
    void adoptModel();
    void use(int row);
    void take(Style style, const QString& step = {});
    void receiveStyle(const std::vector<float>& vector);
    void noteRegions(Style& style) const;
    void offerRegions();
    void askForPhoto(std::optional<quint16> region);
    StyleSource sourceOf(const QString& file, std::optional<quint16> region) const;

    RenderService& renders_;
    QPointer<Painting> painting_;
    SectionHeader* header_;
    QToolButton* openMany_;
    QPointer<ManyStyles> many_;
    QPushButton* die_ = nullptr;
    QPushButton* fromPhoto_ = nullptr;
    StyleModel* styles_;
    StyleList* list_;
    StyleThumbnails* thumbnails_;
    QString photoName_;              // of the style that is being encoded; empty: none
    std::optional<quint16> region_;  // that takes it alone
};

}  // namespace tessera::ui
