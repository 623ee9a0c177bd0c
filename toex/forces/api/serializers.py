from rest_framework import serializers

from toex.forces.models import Force, Region


class RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "name", "launched_on"]


class ForceSerializer(serializers.ModelSerializer):
    region = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Force
        fields = ["code", "name", "kind", "region", "launched_on"]
