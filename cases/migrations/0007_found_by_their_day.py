from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_words_to_search_by"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                name="development_by_moment",
                fields=["occurred_at"],
                condition=models.Q(kind="development"),
            ),
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(name="outcome_by_day", fields=["occurred_on"]),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(name="product_by_day", fields=["delivered_on"]),
        ),
        migrations.AddIndex(
            model_name="spell",
            index=models.Index(name="spell_by_its_days", fields=["opened_on", "closed_on"]),
        ),
        migrations.AddIndex(
            model_name="terms",
            index=models.Index(name="terms_by_day", fields=["agreed_on"]),
        ),
    ]
