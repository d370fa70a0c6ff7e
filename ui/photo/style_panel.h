// Rolls styles, takes them from photos, and keeps those worth coming back to.
#pragma once

#include <QPointer>
#include <QWidget>

class QPushButton;

namespace tessera {
class Painting;
class RenderService;
}  // namespace tessera

namespace tessera::ui {

class StyleList;

/// What a roll of the die changes.
enum class Roll { Both, NoiseOnly, StyleOnly };

class StylePanel : public QWidget {
    Q_OBJECT

public:
    /// `renders` draws the thumbnails and encodes photos; it outlives the panel.
    explicit StylePanel(RenderService& renders, QWidget* parent = nullptr);
    ~StylePanel() override;

    void setPainting(Painting* painting);

    /// Rolls a new style and noise seed; one undoable step.
    void roll(Roll what = Roll::Both);

    /// Asks for a photo and takes its style, when the model can.
    void chooseFromPhoto();
    void takeFromPhoto(const QString& file);

Q_SIGNALS:
    void failed(const QString& reason);  ///< one line to show: the photo could not be read, …

private:
    void updateAvailability();

    RenderService& renders_;
    QPointer<Painting> painting_;
    QPushButton* die_ = nullptr;
    QPushButton* fromPhoto_ = nullptr;
    StyleList* styles_ = nullptr;
};

}  // namespace tessera::ui
